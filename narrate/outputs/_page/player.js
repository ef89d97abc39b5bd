"use strict";
// Plays the article and shows where it is. Times come as data (#timings): all in seconds once they are read.
(() => {
  const $ = (name) => document.getElementById(name);
  const root = document.documentElement;
  const audio = $("sound");
  const data = JSON.parse($("timings").textContent);
  const labels = data.labels;
  const sentences = data.sentences.map(([begin, end, important, words], number) => {
    const element = $("s" + number);
    return {
      begin: begin / 1000, end: end / 1000, important: important === 1, element,
      begins: words.map((word) => (begin + word) / 1000),
      words: element ? element.querySelectorAll("span:not(.s)") : [],
    };
  });
  const begins = sentences.map((sentence) => sentence.begin);
  const total = () => (Number.isFinite(audio.duration) ? audio.duration : Number($("place").max));

  // ---- what is remembered; a page opened as a file may have no storage ----
  const PREFERENCES = "narrate", PLACE = "narrate:" + data.name;
  const recalled = (key) => {
    try { return JSON.parse(localStorage.getItem(key)) || {}; } catch { return {}; }
  };
  const remember = (key, value) => {
    try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* then it is forgotten */ }
  };
  const preferences = { rate: 1, colours: "", size: 100, dyslexia: false, follow: true, shortcuts: true, important: false,
    ...recalled(PREFERENCES) };
  const prefer = (name, value) => {
    preferences[name] = value;
    remember(PREFERENCES, preferences);
  };
  const keepPlace = () => {
    const close = total() - audio.currentTime < 1;
    remember(PLACE, { time: close ? 0 : audio.currentTime });
  };

  // ---- what is spoken now ----
  /** The last of ascending times that is not after `time`; -1 before the first. */
  const last = (times, time) => {
    let low = 0, high = times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (times[middle] <= time) low = middle + 1; else high = middle;
    }
    return low - 1;
  };
  let current = -1, word = null, reachable = null;

  const reach = (element) => { // one sentence at a time takes part in the Tab order
    if (reachable) reachable.tabIndex = -1;
    reachable = element;
    if (element) element.tabIndex = 0;
  };
  const paint = () => {
    const time = audio.currentTime;
    const number = last(begins, time);
    const sentence = sentences[number];
    if (number !== current) {
      const old = sentences[current];
      if (old && old.element) {
        old.element.classList.remove("current");
        old.element.removeAttribute("aria-current");
      }
      if (sentence && sentence.element) {
        sentence.element.classList.add("current");
        sentence.element.setAttribute("aria-current", "true");
        reach(sentence.element);
      }
      current = number;
    }
    const spoken = sentence && time < sentence.end ? sentence.words[last(sentence.begins, time)] || null : null;
    if (spoken !== word) {
      if (word) word.classList.remove("now");
      if (spoken) spoken.classList.add("now");
      word = spoken;
      if (!audio.paused) follow();
    }
    const seconds = Math.floor(time);
    if (seconds !== paint.seconds) {
      paint.seconds = seconds;
      showTime(seconds);
    }
  };
  const clock = (time) => {
    const seconds = Math.floor(time % 60), minutes = Math.floor(time / 60) % 60, hours = Math.floor(time / 3600);
    const two = (number) => String(number).padStart(2, "0");
    return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
  };
  const showTime = (seconds) => {
    $("now").textContent = clock(seconds);
    $("place").value = seconds;
    $("place").setAttribute("aria-valuetext",
      labels.of.replace("{now}", () => clock(seconds)).replace("{total}", () => clock(total())));
  };

  // ---- scrolling along, until the reader scrolls ----
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let following = true, ours = 0;
  const own = () => { ours = performance.now() + 1000; }; // what scrolls within this time is not the reader
  const spokenElement = () => word || (sentences[current] && sentences[current].element);
  const floor = () => Math.min(innerHeight, $("controls").getBoundingClientRect().top);
  const reveal = (element, { always = false } = {}) => {
    if (!element) return;
    const box = element.getBoundingClientRect();
    if (!always && box.top >= innerHeight * 0.08 && box.bottom <= floor() - innerHeight * 0.15) return;
    own();
    scrollTo({ top: scrollY + box.top - floor() * 0.3, behavior: calm.matches ? "auto" : "smooth" });
  };
  const follow = () => {
    if (preferences.follow && following) reveal(spokenElement());
  };
  const setFollowing = (value) => {
    following = value;
    $("return").hidden = value || !preferences.follow || !spokenElement();
  };
  const yieldToReader = () => {
    if (following && performance.now() < ours) scrollTo({ top: scrollY, behavior: "instant" }); // ends our own scrolling
    ours = 0;
    setFollowing(false);
  };
  addEventListener("wheel", yieldToReader, { passive: true });
  addEventListener("touchmove", yieldToReader, { passive: true });
  addEventListener("scroll", () => { if (performance.now() > ours) setFollowing(false); }, { passive: true });
  addEventListener("scrollend", () => { ours = Math.min(ours, performance.now() + 50); });
  addEventListener("resize", own);
  $("return").addEventListener("click", () => {
    setFollowing(true);
    reveal(spokenElement(), { always: true });
    $("play").focus({ preventScroll: true });
  });

  // ---- moving in the recording ----
  const seek = (time) => {
    audio.currentTime = Math.min(Math.max(time, 0), total());
    setFollowing(true);
    paint();
    follow();
    if (audio.paused) reveal(spokenElement());
  };
  const seekSentence = (number, focus) => {
    const sentence = sentences[Math.min(Math.max(number, 0), sentences.length - 1)];
    if (!sentence) return;
    seek(sentence.begin + 0.005); // a hair inside: players round the time
    if (focus && sentence.element) sentence.element.focus({ preventScroll: true });
  };
  /** The next sentence in a direction, of the important ones if only these are wanted. */
  const neighbour = (from, step) => {
    let number = from + step;
    while (preferences.important && sentences[number] && !sentences[number].important) number += step;
    return sentences[number] ? number : from;
  };
  const step = (direction) => {
    const focused = sentences.findIndex((one) => one.element && one.element === document.activeElement);
    seekSentence(neighbour(focused >= 0 ? focused : current, direction), focused >= 0);
  };
  const SKIP_AHEAD = 0.04; // seconds: what is passed over must not begin to sound
  const passOver = () => {
    if (!preferences.important || audio.paused || audio.seeking) return;
    const number = last(begins, audio.currentTime + SKIP_AHEAD * audio.playbackRate);
    if (number < 0 || sentences[number].important) return;
    const next = neighbour(number, 1);
    if (next !== number) audio.currentTime = sentences[next].begin;
    else if (audio.currentTime < total() - SKIP_AHEAD) audio.currentTime = total(); // nothing important follows
  };
  const toggle = () => { if (audio.paused) audio.play().catch(unheard); else audio.pause(); };

  // ---- speed ----
  const RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.25, 2.5, 2.75, 3];
  const written = (number) => number.toLocaleString(root.lang) + "×";
  const setRate = (rate, tell) => {
    const known = RATES.includes(rate) ? rate : 1;
    audio.defaultPlaybackRate = audio.playbackRate = known;
    $("rate").value = String(known);
    prefer("rate", known);
    if (tell) say(`${labels.rate} ${written(known)}`);
  };
  const say = (text) => { $("told").textContent = text; };
  const fill = (select, values, text) => {
    for (const value of values) select.add(new Option(text(value), String(value)));
  };
  fill($("rate"), RATES, written);
  fill($("size"), [100, 115, 130, 150, 175, 200], (value) => value.toLocaleString(root.lang) + " %");

  // ---- settings ----
  const apply = () => {
    own();
    if (preferences.colours) root.dataset.colours = preferences.colours; else delete root.dataset.colours;
    root.style.fontSize = preferences.size + "%";
    root.classList.toggle("dyslexia", preferences.dyslexia === true);
    for (const name of ["colours", "size"]) $(name).value = String(preferences[name]);
    for (const name of ["dyslexia", "follow", "shortcuts", "important"]) $(name).checked = preferences[name] === true;
  };
  for (const name of ["colours", "size"]) {
    $(name).addEventListener("change", (event) => { prefer(name, event.target.value); apply(); });
  }
  for (const name of ["dyslexia", "follow", "shortcuts", "important"]) {
    $(name).addEventListener("change", (event) => { prefer(name, event.target.checked); apply(); setFollowing(true); });
  }
  const some = sentences.filter((sentence) => sentence.important).length;
  if (!some || some === sentences.length) {
    $("choice").hidden = true; // nothing to choose
    preferences.important = false;
  }
  $("rate").addEventListener("change", (event) => setRate(Number(event.target.value)));
  const openPanel = (open) => {
    own();
    $("settings").hidden = !open;
    $("panel").setAttribute("aria-expanded", String(open));
  };
  $("panel").addEventListener("click", () => openPanel($("settings").hidden));

  // ---- buttons, text and keys ----
  $("play").addEventListener("click", toggle);
  $("back").addEventListener("click", () => seek(audio.currentTime - 15));
  $("forward").addEventListener("click", () => seek(audio.currentTime + 15));
  $("previous").addEventListener("click", () => seekSentence(neighbour(current, -1)));
  $("next").addEventListener("click", () => seekSentence(neighbour(current, 1)));
  $("place").addEventListener("input", (event) => seek(Number(event.target.value)));

  const numberOf = (target) => {
    const element = target.closest && target.closest(".s");
    return element ? Number(element.id.slice(1)) : -1;
  };
  $("article").addEventListener("click", (event) => {
    const number = numberOf(event.target);
    if (number < 0 || !getSelection().isCollapsed) return; // who marks text wants to copy it
    const at = Array.prototype.indexOf.call(sentences[number].words, event.target);
    if (at >= 0) seek(sentences[number].begins[at] + 0.005); else seekSentence(number);
  });
  $("article").addEventListener("focusin", (event) => {
    if (numberOf(event.target) >= 0) reach(event.target);
  });
  $("article").addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches(".s") || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    seekSentence(numberOf(event.target));
    audio.play().catch(unheard);
  });

  /** The key as it is on a Latin keyboard: others have these letters and signs elsewhere, or not at all. */
  const latin = (event) => {
    if (/^[\x20-\x7e]$/.test(event.key) || event.key.length > 1) return event.key.toLowerCase();
    if (/^Key[A-Z]$/.test(event.code)) return event.code.slice(3).toLowerCase();
    return { Comma: event.shiftKey ? "<" : ",", Period: event.shiftKey ? ">" : "." }[event.code] || event.key;
  };
  const ahead = () => ($("article").dir === "rtl" ? -1 : 1);
  const changeRate = (by) => setRate(RATES[RATES.indexOf(preferences.rate) + by] || preferences.rate, true);
  const KEYS = {
    " ": toggle, k: toggle,
    j: () => seek(audio.currentTime - 15), l: () => seek(audio.currentTime + 15),
    arrowleft: () => step(-ahead()), arrowright: () => step(ahead()),
    "<": () => changeRate(-1), ">": () => changeRate(1),
  };
  for (let digit = 0; digit < 10; digit += 1) KEYS[digit] = () => seek(total() * digit / 10);
  const SCROLLING = ["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"];
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
    if (event.key === "Escape" && !$("settings").hidden) {
      openPanel(false);
      $("panel").focus();
    }
    if (event.target.closest("input, select, textarea, audio, [contenteditable]")) return;
    if (SCROLLING.includes(event.key)) yieldToReader();
    if (event.key === " " && event.target.closest("button, a")) return; // the button's own key
    const act = preferences.shortcuts ? KEYS[latin(event)] : undefined;
    if (!act) return;
    event.preventDefault();
    act();
  });

  // ---- the sound ----
  let frame = 0;
  const run = () => { passOver(); paint(); frame = requestAnimationFrame(run); };
  const showPlaying = () => {
    const name = audio.paused ? labels.play : labels.pause;
    $("play").classList.toggle("playing", !audio.paused);
    $("play").setAttribute("aria-label", name);
    $("play").title = name;
    cancelAnimationFrame(frame);
    if (!audio.paused) frame = requestAnimationFrame(run);
    tellSystem();
  };
  const unheard = () => { if (audio.error) say(labels.unheard); }; // else it was only stopped again
  /** The sound within the page as a blob: of an address that holds it, Firefox seeks in none and takes no long one. */
  const unpack = () => {
    const [head, text] = audio.getAttribute("src").split(",");
    if (!head.startsWith("data:")) return;
    const pieces = [], size = 1 << 20; // characters; a multiple of four
    for (let at = 0; at < text.length; at += size) {
      pieces.push(Uint8Array.from(atob(text.slice(at, at + size)), (letter) => letter.charCodeAt(0)));
    }
    audio.src = URL.createObjectURL(new Blob(pieces, { type: "audio/mpeg" }));
  };
  let saved = 0;
  for (const name of ["play", "pause"]) audio.addEventListener(name, showPlaying);
  for (const name of ["seeked", "ratechange"]) audio.addEventListener(name, () => tellSystem());
  for (const name of ["seeked", "pause"]) audio.addEventListener(name, () => { paint(); keepPlace(); });
  audio.addEventListener("timeupdate", () => {
    passOver();
    paint();
    if (Math.abs(audio.currentTime - saved) > 5) {
      saved = audio.currentTime;
      keepPlace();
    }
  });
  audio.addEventListener("ended", () => { showPlaying(); keepPlace(); say(labels.ended); });
  addEventListener("pagehide", keepPlace);

  const tellSystem = () => {
    if (!("mediaSession" in navigator)) return;
    navigator.mediaSession.playbackState = audio.paused ? "paused" : "playing";
    if (!Number.isFinite(audio.duration)) return;
    navigator.mediaSession.setPositionState({
      duration: audio.duration, playbackRate: audio.playbackRate, position: Math.min(audio.currentTime, audio.duration),
    });
  };
  if ("mediaSession" in navigator) {
    const picture = document.querySelector(".cover img"); // the system takes none from a file
    const cover = picture && !picture.src.startsWith("file:") ? picture : null;
    navigator.mediaSession.metadata = new MediaMetadata({
      title: data.title, artist: data.author, album: data.site, artwork: cover ? [{ src: cover.src }] : [],
    });
    const actions = {
      play: () => audio.play().catch(unheard), pause: () => audio.pause(),
      seekbackward: (details) => seek(audio.currentTime - (details.seekOffset || 15)),
      seekforward: (details) => seek(audio.currentTime + (details.seekOffset || 15)),
      previoustrack: () => seekSentence(neighbour(current, -1)), nexttrack: () => seekSentence(neighbour(current, 1)),
      seekto: (details) => seek(details.seekTime),
    };
    for (const [name, act] of Object.entries(actions)) {
      try { navigator.mediaSession.setActionHandler(name, act); } catch { /* not known here */ }
    }
  }

  const start = () => {
    const { time } = recalled(PLACE);
    if (time > 0 && time < total()) {
      audio.currentTime = time;
      paint();
      reveal(spokenElement());
    }
    $("total").textContent = clock(total());
    $("place").max = Math.ceil(total());
    paint();
    showTime(Math.floor(audio.currentTime));
  };
  history.scrollRestoration = "manual";
  audio.controls = false;
  audio.hidden = true;
  $("controls").hidden = false;
  apply();
  setRate(preferences.rate);
  reach(sentences.map((sentence) => sentence.element).find(Boolean) || null);
  audio.addEventListener("error", unheard);
  unpack();
  audio.preload = "metadata";
  if (audio.readyState > 0) start(); else audio.addEventListener("loadedmetadata", start, { once: true });
})();
