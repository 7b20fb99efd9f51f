import os

import psycopg
from flask import Flask, abort, jsonify

app = Flask(__name__)


@app.get("/health")
def health():
    return {"status": "ok"}


@app.get("/orders/<int:order_id>")
def order(order_id: int):
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        row = connection.execute("select id, total from orders where id = %s", (order_id,)).fetchone()
    if row is None:
        abort(404)
    return jsonify(id=row[0], total=str(row[1]))
