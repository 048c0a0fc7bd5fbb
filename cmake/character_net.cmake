# SPDX-License-Identifier: MPL-2.0
# The forward pass is all of the cost of reading a cell: at -O2 its sums are kept in memory instead
# of registers (2.4 against 0.3 ms a tile). It dispatches on the processor itself.
set_source_files_properties(${CMAKE_SOURCE_DIR}/ocr/net/forward_pass.cpp PROPERTIES
    TARGET_DIRECTORY ocr_net COMPILE_OPTIONS "-O3;-ffp-contract=fast")
# The loops of tuning over outputs are vectorised from -O3 on.
set_source_files_properties(${CMAKE_SOURCE_DIR}/ocr/net/tune_net.cpp PROPERTIES
    TARGET_DIRECTORY ocr_net COMPILE_OPTIONS "-O3")
# So are the loops of finding features over the rows of a picture.
set_source_files_properties(${CMAKE_SOURCE_DIR}/ocr/blank/print_features.cpp PROPERTIES
    TARGET_DIRECTORY ocr_blank COMPILE_OPTIONS "-O3")
