/** How a load is decided: the pictures and the table of rules are styles alone. */
import "./styles/how.css";
