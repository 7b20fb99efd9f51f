import type { BuildContext } from "./build-context.ts";

/**
 * Go modules that are there to call a service over HTTPS, and that check it by the system's certificates: the clients of
 * clouds, of code hosts, of registries, of identity providers, of chats and the like. Modules below them count as well.
 */
const clients = [
  "cloud.google.com/go",
  "firebase.google.com/go",
  "github.com/Azure/azure-sdk-for-go",
  "github.com/DataDog/datadog-api-client-go",
  "github.com/anthropics/anthropic-sdk-go",
  "github.com/aws/aws-sdk-go",
  "github.com/aws/aws-sdk-go-v2",
  "github.com/bwmarrin/discordgo",
  "github.com/cloudflare/cloudflare-go",
  "github.com/coreos/go-oidc",
  "github.com/digitalocean/godo",
  "github.com/getsentry/sentry-go",
  "github.com/go-acme/lego",
  "github.com/go-telegram-bot-api/telegram-bot-api",
  "github.com/go-telegram/bot",
  "github.com/google/go-containerregistry",
  "github.com/google/go-github",
  "github.com/hashicorp/go-tfe",
  "github.com/hetznercloud/hcloud-go",
  "github.com/linode/linodego",
  "github.com/mailgun/mailgun-go",
  "github.com/openai/openai-go",
  "github.com/sashabaranov/go-openai",
  "github.com/sendgrid/sendgrid-go",
  "github.com/shurcooL/githubv4",
  "github.com/slack-go/slack",
  "github.com/stripe/stripe-go",
  "github.com/twilio/twilio-go",
  "github.com/xanzy/go-gitlab",
  "gitlab.com/gitlab-org/api/client-go",
  "golang.org/x/oauth2",
  "google.golang.org/api",
];

/** A requirement that the module has itself, in a line of its own or in a list. */
const requirement = /^\s*(?:require\s+)?([\w.-]+(?:\/[\w.~-]+)+)\s+v\d(?!.*\/\/\s*indirect)/gm;

/** The Go module that a build context's `go.mod` requires itself and that opens TLS connections; null when none is known to. */
export function tlsClientOf(context: BuildContext): string | null {
  const text = context.readText?.("go.mod") ?? "";
  for (const [, path = ""] of text.matchAll(requirement)) {
    if (clients.some((client) => path === client || path.startsWith(`${client}/`))) return path;
  }
  return null;
}
