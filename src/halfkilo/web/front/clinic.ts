/** Clinicians, helpers and messages: the pages are HTML; only their styles are here, and the ruler comes with the base. */
import "./styles/clinic.css";
