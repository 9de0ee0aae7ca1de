package io.portcullis.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** A JSON text, for looking at what is in it. */
record JsonView(JsonNode node) {

  static JsonView of(String json) throws JsonProcessingException {
    return new JsonView(JsonMapper.builder().build().readTree(json));
  }

  /** A value as text, by its JSON pointer; empty if there is none. */
  String text(String pointer) {
    return node.at(pointer).asText("");
  }

  /** How many elements a list has. */
  int size(String pointer) {
    return node.at(pointer).size();
  }
}
