# SPDX-License-Identifier: MPL-2.0
# Warnings are errors, so that each commit builds without any.
if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")
add_compile_options(-Wall -Wextra -Wpedantic -Werror -Wnon-virtual-dtor -Wshadow=local
                    -Wno-missing-field-initializers
                    -fstack-protector-strong -ffunction-sections)
add_link_options(-Wl,--as-needed -Wl,--gc-sections)
if(INDGANG_SANITIZE)
    # With sanitizers g++ 12 warns of uninitialised members of std::variant that are none.
    add_compile_options(-fsanitize=${INDGANG_SANITIZE} -fno-omit-frame-pointer
                        -fno-sanitize-recover=all -Wno-maybe-uninitialized)
    add_link_options(-fsanitize=${INDGANG_SANITIZE})
endif()
find_program(CCACHE ccache)
if(CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
