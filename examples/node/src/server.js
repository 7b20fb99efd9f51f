import Fastify from "fastify";

const app = Fastify({ logger: true });
const orders = new Map();

app.get("/health", async () => ({ status: "ok" }));

app.get("/orders/:id", async (request, reply) => {
  const order = orders.get(request.params.id);
  return order ?? reply.code(404).send({ error: "no such order" });
});

app.put("/orders/:id", async (request) => {
  orders.set(request.params.id, request.body);
  return request.body;
});

await app.listen({ host: "0.0.0.0", port: 3000 });
