import { forbidden } from "../http-error.ts";
import { publicUserJson } from "../account-resources.ts";
import type { Routes } from "./route.ts";

/** The account behind the token. */
export const ACCOUNT_ROUTES: Routes = {
  "GET /user": (world) => {
    const { tokenAccount } = world.settings;
    if (tokenAccount.type === "Bot") {
      throw forbidden();
    }
    return { status: 200, body: publicUserJson(world, tokenAccount) };
  },
};
