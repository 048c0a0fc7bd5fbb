# SPDX-License-Identifier: MPL-2.0
# Every library that the project links, each under one target name. None is GPL or AGPL.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(LibXml2 REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(Poco REQUIRED COMPONENTS Foundation Net Data DataSQLite)

function(indgang_pkg name)
    pkg_check_modules(${name} REQUIRED IMPORTED_TARGET ${ARGN})
    add_library(indgang::${name} ALIAS PkgConfig::${name})
endfunction()
indgang_pkg(leptonica lept)
indgang_pkg(tesseract tesseract)
indgang_pkg(zxing zxing)
indgang_pkg(qpdf libqpdf)
indgang_pkg(freetype freetype2)
indgang_pkg(paper cairo cairo-pdf pangocairo zxing)

find_package(CLI11 REQUIRED)
add_library(indgang::cli ALIAS CLI11::CLI11)
