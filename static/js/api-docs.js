// Starts Swagger UI on the page of the REST documentation.
"use strict";

const holder = document.getElementById("api-docs");

window.SwaggerUIBundle({
  url: holder.dataset.schema,
  domNode: holder,
  presets: [window.SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  validatorUrl: null,
});
