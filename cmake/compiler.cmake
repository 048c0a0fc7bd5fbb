# SPDX-License-Identifier: MPL-2.0
# Warnings are errors, so that each commit builds without any.
if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")
# clang, which only the fuzzers are built with, knows no -Wshadow=local.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    set(shadow -Wshadow=local)
endif()
add_compile_options(-Wall -Wextra -Wpedantic -Werror -Wnon-virtual-dtor ${shadow}
                    -Wno-missing-field-initializers
                    -fstack-protector-strong -ffunction-sections)
add_link_options(-Wl,--as-needed -Wl,--gc-sections)
if(INDGANG_SANITIZE)
    add_compile_options(-fsanitize=${INDGANG_SANITIZE} -fno-omit-frame-pointer
                        -fno-sanitize-recover=all)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        # With sanitizers g++ 12 warns of uninitialised members of std::variant that are none.
        add_compile_options(-Wno-maybe-uninitialized)
    endif()
    add_link_options(-fsanitize=${INDGANG_SANITIZE})
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # g++ 12's library asks for a temporary buffer by a function that clang calls deprecated.
    add_compile_options(-Wno-deprecated-declarations)
    # clang takes no vector of a class inside of that class whose destructor is written in place in
    # C++20, and qpdf 11.3 has one. Nobody here calls it, so a copy of the header only declares it.
    find_file(QPDF_JSON_HEADER qpdf/JSON.hh REQUIRED)
    file(READ ${QPDF_JSON_HEADER} header)
    string(REPLACE "virtual ~JSON_array() = default;" "virtual ~JSON_array();" header "${header}")
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/for-clang/qpdf/JSON.hh CONTENT "${header}" @ONLY)
    include_directories(BEFORE ${CMAKE_BINARY_DIR}/for-clang)
endif()
find_program(CCACHE ccache)
if(CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
