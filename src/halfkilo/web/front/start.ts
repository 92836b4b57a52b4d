/** Start pages: the body map. */
import "./styles/start.css";
import "./pieces/body-map.ts";
