package main

import (
	"encoding/json"
	"log"
	"net/http"
	"sync"
)

func main() {
	var orders sync.Map
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusOK)
	})
	mux.HandleFunc("GET /orders/{id}", func(w http.ResponseWriter, r *http.Request) {
		order, found := orders.Load(r.PathValue("id"))
		if !found {
			http.NotFound(w, r)
			return
		}
		if err := json.NewEncoder(w).Encode(order); err != nil {
			log.Print(err)
		}
	})
	log.Fatal(http.ListenAndServe(":8080", mux))
}
