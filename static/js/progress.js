// Brings a section that says how far a running job is up to date, until nothing waits any more.
const PAUSE_MS = 1500;

async function refresh(section) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return section;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(section.id);
  if (!fresh) return section;
  section.replaceWith(fresh);
  return fresh;
}

async function follow(section) {
  while (section.dataset.waiting !== "0") {
    await new Promise((resume) => setTimeout(resume, PAUSE_MS));
    try {
      section = await refresh(section);
    } catch {
      // the server is away for a moment: the next look tells
    }
  }
}

for (const section of document.querySelectorAll("[data-waiting]")) follow(section);
