// SPDX-License-Identifier: MPL-2.0
// The script of every page: it starts what the page has.

import { show_switches } from "./display";
import { start_live } from "./live";

show_switches();
start_live();
if (document.getElementById("desk_task")) void import("./task").then((page) => page.start());
if (document.getElementById("desk_snippet")) void import("./snippet").then((page) => page.start());
if (document.getElementById("desk_group")) void import("./group").then((page) => page.start());
if (document.getElementById("desk_case")) void import("./case").then((page) => page.start());
if (document.getElementById("desk_arrival")) void import("./arrival").then((page) => page.start());
