import { runAction } from "./main.ts";

void runAction(process.env);
