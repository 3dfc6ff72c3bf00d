import { Face } from "./face.js";
import { History } from "./history.js";
import { Scope } from "./scope.js";
import { Settings } from "./settings.js";
import { Status } from "./status.js";
import { Talk } from "./talk.js";

const byId = id => document.getElementById(id);
const status = new Status(document);
const history = new History(byId("history"));
const face = new Face(byId("face"));
const scope = new Scope(byId("scope"));
const settings = new Settings(byId("settings"));
let talk = null;

const view = { status, history, face, settings, latency, onEnded: (title, advice) => end("error", title, advice) };

async function start(canHear) {
    status.fault();
    talk = new Talk(view);
    talk.mute(byId("mute").getAttribute("aria-pressed") === "true");
    byId("start-label").textContent = "Stop";
    byId("hush").disabled = false;
    const started = talk;
    try {
        await talk.start(canHear);
    } catch (error) {
        if (talk === started) end("error", error.message, error.advice);
    }
    if (talk !== started) started.stop(); // Stop was pressed meanwhile
}

function end(state = "idle", title, advice) {
    talk?.stop();
    talk = null;
    byId("start-label").textContent = "Start";
    byId("hush").disabled = true;
    status.set(state);
    status.fault(title, advice);
}

function latency(turn) {
    for (const part of document.querySelectorAll("[data-part]")) {
        const value = turn[part.dataset.part];
        part.textContent = value === undefined ? "–" : `${Math.round(value)} ms`;
    }
}

function draw() {
    const { input, output } = talk?.meters ?? {};
    const isSpeaking = status.state === "speaking";
    const colour = getComputedStyle(document.body).getPropertyValue(isSpeaking ? "--accent" : "--muted");
    const loudness = scope.draw(isSpeaking ? output : input, colour);
    const { item, placeMs } = talk?.place ?? {};
    face.draw(isSpeaking ? item ?? null : null, placeMs, loudness);
    requestAnimationFrame(draw);
}

byId("start").addEventListener("click", () => talk ? end() : start(true));
byId("mute").addEventListener("click", () => {
    const isMuted = byId("mute").getAttribute("aria-pressed") !== "true";
    byId("mute").setAttribute("aria-pressed", isMuted);
    talk?.mute(isMuted);
});
byId("hush").addEventListener("click", () => talk?.hush());
byId("clear").addEventListener("click", () => history.clear());
byId("typed").addEventListener("submit", event => {
    event.preventDefault();
    const text = byId("message").value.trim();
    if (!text) return;
    byId("message").value = "";
    if (!talk) start(false);
    talk.type(text);
});
settings.onChange = () => talk?.update();
draw();
