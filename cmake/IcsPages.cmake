# Makes a C table of the pages of diagnostics: cmake -DPAGES_FOLDER=docs/diagnostics -DPAGES_OUTPUT=pages.c -P IcsPages.cmake
# The texts go in byte by byte, so that nothing in them can be taken for C, and the program needs no file at run time.
file(GLOB pages "${PAGES_FOLDER}/[EW][0-9][0-9][0-9][0-9].md")
list(SORT pages)
set(texts "")
set(entries "")
foreach(page ${pages})
  get_filename_component(code ${page} NAME_WE)
  file(READ ${page} bytes HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  string(APPEND texts "static const unsigned char text_${code}[] = {${bytes}0x00};\n")
  string(APPEND entries "    {\"${code}\", text_${code}},\n")
endforeach()
file(CONFIGURE OUTPUT ${PAGES_OUTPUT} @ONLY CONTENT
"/* Made from docs/diagnostics by cmake/IcsPages.cmake. */
#include \"page.h\"

@texts@
const cli_page cli_pages[] = {
@entries@};
const size_t cli_page_count = sizeof cli_pages / sizeof *cli_pages;
")
