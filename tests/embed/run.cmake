# Installs the build to a folder of its own, then builds and runs embed.cpp against it.
#   cmake -D BUILD=… -D GENERATOR=… -D COMPILER=… -D FLAGS=… -P run.cmake
set(work ${BUILD}/tests/embed)
file(REMOVE_RECURSE ${work}/prefix ${work}/build)
function(run)
  execute_process(COMMAND ${ARGV} COMMAND_ERROR_IS_FATAL ANY OUTPUT_VARIABLE output)
  set(output "${output}" PARENT_SCOPE)
endfunction()

run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${work}/prefix)
run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR} -B ${work}/build -G ${GENERATOR}
  -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_CXX_FLAGS=${FLAGS} -DCMAKE_PREFIX_PATH=${work}/prefix)
run(${CMAKE_COMMAND} --build ${work}/build)
run(${work}/build/embed)

set(expected "of 25 requests in 12.5 s: 20 passed, 5 denied
2025-11-09 14:32:15
2025-11-09 14:32:15
2025-11-09 14:32:15
Rate limit exceeded, retry after 6 s
")
if(NOT output STREQUAL expected)
  message(FATAL_ERROR "expected:\n${expected}got:\n${output}")
endif()

# The shipped files came along, and the installed binary starts.
foreach(file share/ratelimit/policies/quickstart.toml share/ratelimit/scenarios/sample-access.log)
  if(NOT EXISTS ${work}/prefix/${file})
    message(FATAL_ERROR "not installed: ${file}")
  endif()
endforeach()
run(${work}/prefix/bin/ratelimit --version)
