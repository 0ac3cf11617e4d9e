# Makes a C table of the files that `icsrules plugin new` writes: cmake -DFOLDER=… -DHEADER=plugin.h -DOUTPUT=… -P IcsTemplate.cmake
# Each is named as it will stand in the folder, with @NAME@ for the plugin's name. The header goes along, so that a
# plugin is built by what its own folder holds.
set(files
  "CMakeLists.txt.in=CMakeLists.txt" "README.md.in=README.md" "example.yaml=example.yaml" "project.yaml=icsrules.yaml"
  "source.c.in=%.c" "rules.rules.in=%.rules" "test.rules.in=tests/%.rules")
set(texts "")
set(entries "")
set(number 0)
foreach(file ${files} "=include/icsrules/plugin.h")
  string(REGEX MATCH "^([^=]*)=(.*)$" whole "${file}")
  set(source "${CMAKE_MATCH_1}")
  set(path "${CMAKE_MATCH_2}")
  if("${source}" STREQUAL "")
    file(READ ${HEADER} bytes HEX)
  else()
    file(READ ${FOLDER}/${source} bytes HEX)
  endif()
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  string(APPEND texts "static const unsigned char text_${number}[] = {${bytes}0x00};\n")
  string(APPEND entries "    {\"${path}\", text_${number}},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(CONFIGURE OUTPUT ${OUTPUT} @ONLY CONTENT
"/* Made from src/cli/plugin_template by cmake/IcsTemplate.cmake. */
#include \"plugin.h\"

@texts@
const cli_template cli_templates[] = {
@entries@};
const size_t cli_template_count = sizeof cli_templates / sizeof *cli_templates;
")
