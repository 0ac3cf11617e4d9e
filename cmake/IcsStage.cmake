# The three ways in which sources become targets here: a stage of the pipeline, the library made of all stages, a test.

# ics_stage(name SOURCES... [LIBRARIES...]): an object library ics_<name> of one stage, with the project's warnings.
function(ics_stage name)
  cmake_parse_arguments(STAGE "" "" "SOURCES;LIBRARIES" ${ARGN})
  add_library(ics_${name} OBJECT ${STAGE_SOURCES})
  target_include_directories(ics_${name} PUBLIC ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/src)
  target_compile_definitions(ics_${name} PRIVATE _POSIX_C_SOURCE=200809L)
  target_link_libraries(ics_${name} PRIVATE ics_warnings ${STAGE_LIBRARIES})
  set_property(GLOBAL APPEND PROPERTY ICS_STAGE_OBJECTS $<TARGET_OBJECTS:ics_${name}>)
  set_property(GLOBAL APPEND PROPERTY ICS_STAGE_LIBRARIES ${STAGE_LIBRARIES})
endfunction()

# ics_library(target KIND): libicsrules, STATIC or SHARED, from the objects of all stages. Call it after the stages.
function(ics_library target kind)
  get_property(objects GLOBAL PROPERTY ICS_STAGE_OBJECTS)
  get_property(libraries GLOBAL PROPERTY ICS_STAGE_LIBRARIES)
  list(REMOVE_DUPLICATES libraries)
  add_library(${target} ${kind} ${objects})
  target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES ${ICS_PUBLIC_HEADERS})
  target_link_libraries(${target} PRIVATE ${libraries})
  set_target_properties(${target} PROPERTIES
    OUTPUT_NAME icsrules LINKER_LANGUAGE CXX
    VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR})
endfunction()

# ics_libraries_paths(out LIBRARIES...): the files of libraries; with ICS_STATIC_LIBRARIES the static ones, where there
# are any. A program that has them in it starts in three quarters of the time, and runs where they are not installed.
function(ics_libraries_paths out)
  set(paths "")
  foreach(library ${ARGN})
    set(files ${library})
    if(library MATCHES "^PkgConfig::")
      get_target_property(files ${library} INTERFACE_LINK_LIBRARIES)
    endif()
    foreach(file ${files})
      string(REGEX REPLACE "\\.so$" ".a" archive ${file})
      if(ICS_STATIC_LIBRARIES AND EXISTS ${archive})
        set(file ${archive})
      endif()
      list(APPEND paths ${file})
    endforeach()
  endforeach()
  list(REMOVE_DUPLICATES paths)
  set(${out} ${paths} PARENT_SCOPE)
endfunction()

# ics_test(name SOURCES... [LIBRARIES...]): a cmocka program over the whole library, run by ctest.
function(ics_test name)
  cmake_parse_arguments(TEST "" "" "SOURCES;LIBRARIES" ${ARGN})
  find_library(CMOCKA_LIBRARY cmocka REQUIRED)
  add_executable(test_${name} ${TEST_SOURCES})
  target_compile_definitions(test_${name} PRIVATE _POSIX_C_SOURCE=200809L ICS_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(test_${name} PRIVATE ics_warnings icsrules_static ${CMOCKA_LIBRARY} ${TEST_LIBRARIES})
  set_target_properties(test_${name} PROPERTIES LINKER_LANGUAGE CXX)
  add_test(NAME ${name} COMMAND test_${name})
endfunction()
