"""The paper document: everything one paper says, as it prints it; the only thing ever written."""
