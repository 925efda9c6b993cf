# Installs the build to a folder of its own, then builds and runs what is here against it.
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

function(expect expected)
  run(${ARGN})
  if(NOT output STREQUAL expected)
    message(FATAL_ERROR "expected:\n${expected}got:\n${output}")
  endif()
endfunction()
expect("of 25 requests in 12.5 s: 20 passed, 5 denied
2025-11-09 14:32:15
2025-11-09 14:32:15
2025-11-09 14:32:15
Rate limit exceeded, retry after 6 s
" ${work}/build/embed)
set(shared ${work}/prefix/share/ratelimit)
expect("under the policy file: 20 passed, 5 denied
" ${work}/build/policy_file ${shared}/policies/quickstart.toml)

# The installed binary works on the files that came along.
run(${work}/prefix/bin/ratelimit simulate --policy ${shared}/policies/gateway.toml
  --log ${shared}/scenarios/sample-access.log)
