"use strict";
(() => {
  const labels = JSON.parse(document.getElementById("labels").textContent);
  const sounds = [...document.querySelectorAll("audio")];
  const told = document.getElementById("told");
  const REST = 5; // seconds between the places that are kept, and that a place must be from both ends

  const key = (sound) => "narrate:" + location.pathname.replace(/[^/]*$/, "") + sound.dataset.key;
  const kept = (sound) => {
    try { return Number(localStorage.getItem(key(sound))) || 0; } catch { return 0; }
  };
  const keep = (sound, time) => {
    try {
      if (time) localStorage.setItem(key(sound), String(time)); else localStorage.removeItem(key(sound));
    } catch { /* then it is forgotten */ }
  };
  const seek = (sound, time) => {
    if (sound.readyState > 0) sound.currentTime = time;
    else sound.addEventListener("loadedmetadata", () => { sound.currentTime = time; }, { once: true });
  };

  for (const sound of sounds) {
    let last = 0;
    let begun = false;
    const save = () => {
      const { currentTime, duration } = sound;
      last = currentTime;
      keep(sound, currentTime > REST && !(currentTime > duration - REST) ? Math.floor(currentTime) : 0);
    };
    sound.addEventListener("play", () => {
      for (const other of sounds) if (other !== sound) other.pause();
      if (!begun && sound.currentTime === 0 && kept(sound)) seek(sound, kept(sound));
      begun = true;
    });
    sound.addEventListener("timeupdate", () => { if (Math.abs(sound.currentTime - last) >= REST) save(); });
    sound.addEventListener("pause", save);
    sound.addEventListener("ended", () => keep(sound, 0));
    sound.addEventListener("error", () => { told.textContent = labels.unheard; });
    addEventListener("pagehide", () => { if (begun && !sound.paused) save(); });

    const details = sound.closest("article").querySelector("details");
    if (!details || location.protocol === "file:") continue; // pages from files may fetch nothing
    details.hidden = false;
    details.addEventListener("toggle", () => chapters(details, sound, () => { begun = true; }), { once: true });
  }

  async function chapters(details, sound, start) {
    const list = document.createElement("ol");
    list.className = "chapters";
    try {
      const found = await (await fetch(details.dataset.src)).json();
      for (const one of found.chapters) {
        const time = Number(one.startTime) || 0;
        const button = document.createElement("button");
        button.type = "button";
        button.dir = "auto";
        button.textContent = clock(time) + " " + one.title;
        button.addEventListener("click", () => { start(); seek(sound, time); sound.play().catch(() => {}); });
        list.appendChild(document.createElement("li")).appendChild(button);
      }
      details.appendChild(list);
    } catch { details.hidden = true; }
  }

  function clock(seconds) {
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
    if (!parts[0]) parts.shift();
    return parts.map((part, index) => (index ? String(part).padStart(2, "0") : part)).join(":");
  }

  const articles = [...document.querySelectorAll("article")];
  const words = document.getElementById("words");
  if (articles.length > 5) {
    document.getElementById("search").hidden = false;
    const texts = articles.map((one) => plain(one.querySelector(".about").textContent));
    words.addEventListener("input", () => {
      const wanted = plain(words.value).split(" ").filter(Boolean);
      let shown = 0;
      articles.forEach((one, number) => {
        one.hidden = !wanted.every((word) => texts[number].includes(word));
        shown += !one.hidden;
      });
      told.textContent = shown ? "" : labels.none;
    });
  }

  function plain(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();
  }
})();
