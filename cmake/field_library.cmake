# SPDX-License-Identifier: MPL-2.0
# The field library and the form that a new one begins as are data in schemas/forms, and the program
# has them with it.
foreach(name fields template)
    set(file ${CMAKE_SOURCE_DIR}/schemas/forms/${name}.toml)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(READ ${file} INDGANG_TEXT_OF_${name})
endforeach()
configure_file(${CMAKE_CURRENT_LIST_DIR}/field_library.cpp.in ${CMAKE_BINARY_DIR}/field_library.cpp @ONLY)
target_sources(schemas_form PRIVATE ${CMAKE_BINARY_DIR}/field_library.cpp)
