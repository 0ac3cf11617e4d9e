# What `cmake --install` puts where: program, libraries, headers, packs, and the files by which others find them.
include(CMakePackageConfigHelpers)

install(TARGETS icsrules RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS icsrules-plugin-host RUNTIME DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/icsrules)
install(TARGETS icsrules_static ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
  FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/rules/ DESTINATION ${CMAKE_INSTALL_DATADIR}/icsrules/rules
  FILES_MATCHING PATTERN "*.rules" PATTERN tests EXCLUDE)

# CMake users get the shared library; the static one is for pkg-config --static, which lists what it needs.
if(ICS_BUILD_SHARED)
  set_target_properties(icsrules_shared PROPERTIES EXPORT_NAME icsrules)
  install(TARGETS icsrules_shared EXPORT icsrules
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  install(EXPORT icsrules FILE icsrules-targets.cmake NAMESPACE icsrules::
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/icsrules)
  configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/icsrules-config.cmake.in
    ${PROJECT_BINARY_DIR}/icsrules-config.cmake INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/icsrules)
  write_basic_package_version_file(${PROJECT_BINARY_DIR}/icsrules-config-version.cmake COMPATIBILITY SameMinorVersion)
  install(FILES ${PROJECT_BINARY_DIR}/icsrules-config.cmake ${PROJECT_BINARY_DIR}/icsrules-config-version.cmake
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/icsrules)
endif()

# The libraries that the stages named, for those who link the static library.
get_property(libraries GLOBAL PROPERTY ICS_STAGE_LIBRARIES)
list(REMOVE_DUPLICATES libraries)
set(ICS_PC_LIBRARIES "-lstdc++")
foreach(library ${libraries})
  if(library MATCHES "^PkgConfig::")
    get_target_property(found ${library} INTERFACE_LINK_LIBRARIES)
    foreach(path ${found})
      get_filename_component(name ${path} NAME_WE)
      string(REGEX REPLACE "^lib" "-l" name ${name})
      list(APPEND ICS_PC_LIBRARIES ${name})
    endforeach()
  elseif(library MATCHES "/")
    get_filename_component(name ${library} NAME_WE)
    string(REGEX REPLACE "^lib" "-l" name ${name})
    list(APPEND ICS_PC_LIBRARIES ${name})
  elseif(NOT library MATCHES "^\\$|::")
    list(APPEND ICS_PC_LIBRARIES "-l${library}")
  endif()
endforeach()
list(REMOVE_DUPLICATES ICS_PC_LIBRARIES)
list(JOIN ICS_PC_LIBRARIES " " ICS_PC_LIBRARIES)

# Paths are told from where the file stands, so that `cmake --install --prefix` and a moved tree are right too.
file(RELATIVE_PATH ICS_PC_PREFIX ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
string(PREPEND ICS_PC_PREFIX "\${pcfiledir}/")
foreach(folder LIBDIR INCLUDEDIR DATADIR)
  cmake_path(APPEND ICS_PC_${folder} "\${prefix}" "${CMAKE_INSTALL_${folder}}") # one that is absolute stays so
endforeach()
configure_file(${PROJECT_SOURCE_DIR}/cmake/icsrules.pc.in ${PROJECT_BINARY_DIR}/icsrules.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/icsrules.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/icsrules)
