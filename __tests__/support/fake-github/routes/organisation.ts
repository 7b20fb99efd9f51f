import { accountJson, ownerAccount, repositoryJson } from "../account-resources.ts";
import { notFound } from "../http-error.ts";
import type { JsonObject } from "../json.ts";
import type { World } from "../world.ts";
import { pageAnswer, type Routes } from "./route.ts";

/** The organisation that owns the repository. */
export const ORGANISATION_ROUTES: Routes = {
  "GET /orgs/{org}/repos": (world, request) => {
    if (request.path.org?.toLowerCase() !== world.owner.toLowerCase()) throw notFound();
    const listed = [world, ...world.members.values()].sort((one, other) =>
      one.name < other.name ? -1 : 1,
    );
    return pageAnswer(world, request, listed, memberJson);
  },
};

/** `minimal-repository`. */
function memberJson(world: World): JsonObject {
  const { topics = [], visibility = "public", archived = false, fork = false } = world.member;
  return {
    ...repositoryJson(world),
    owner: accountJson(world, ownerAccount(world.owner)),
    private: visibility !== "public",
    topics,
    visibility,
    archived,
    fork,
  };
}
