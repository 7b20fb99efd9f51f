import { findLateInstalls, type LateInstalls } from "../../shell/late-installs.ts";
