# Trusts plugins: PROGRAM plugin trust FILES. A folder that others can write to is no failure of the build: then nothing
# is trusted, and it is said here and by every run that calls them. LOCK is made in any case, so that it has a date.
execute_process(COMMAND ${PROGRAM} plugin trust ${FILES} RESULT_VARIABLE status OUTPUT_QUIET ERROR_VARIABLE said)
if(NOT status EQUAL 0)
  message("The plugins built here are not trusted:\n${said}")
  if(LOCK)
    file(WRITE ${LOCK} "icsrules lock 1\n")
  endif()
endif()
