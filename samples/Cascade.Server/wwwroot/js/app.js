import { listenForFiles } from "./file-input.js";
import { Listening } from "./listening.js";
import { Microphone } from "./microphone.js";
import { Recording } from "./recording.js";
import { SegmentList } from "./segments.js";
import { Settings } from "./settings.js";
import { SourceFault } from "./source-fault.js";
import { Status } from "./status.js";
import { Timeline } from "./timeline.js";

const byId = id => document.getElementById(id);

const status = new Status();
const segments = new SegmentList();
const timeline = new Timeline(byId("timeline"));
const settings = new Settings(options => {
    timeline.thresholds = settings.thresholds;
    listening?.update(options);
});
timeline.thresholds = settings.thresholds;

let listening = null;   // from a start to its end
let attempts = 0;       // a click that is overtaken by the next one must not go on

async function begin(openSource) {
    listening?.close();
    const attempt = ++attempts;
    status.show("connecting");
    let source;
    try {
        source = await openSource();
    } catch (error) {
        if (!(error instanceof SourceFault)) throw error;
        if (attempt === attempts) status.fault(error.message, error.advice);
        return;
    }
    if (attempt !== attempts) {
        source.close();
        return;
    }
    listening = new Listening({ source, status, timeline, segments, settings, token: byId("token").value, onEnd: end });
    byId("mute").disabled = false;
    await listening.start();
}

function end(code) {
    listening = null;
    byId("mute").disabled = true;
    byId("mute").ariaPressed = "false";
    document.body.removeAttribute("data-muted");
    if (code === "unauthorized") {
        byId("token-field").hidden = false;
        byId("token").focus();
    }
}

byId("start").addEventListener("click", () => {
    if (listening) listening.stop();
    else if (status.state === "connecting") {
        attempts++; // the browser still asks for the microphone
        status.show("idle");
    } else begin(() => Microphone.open());
});

byId("mute").addEventListener("click", () => {
    const muted = byId("mute").ariaPressed !== "true";
    byId("mute").ariaPressed = String(muted);
    document.body.toggleAttribute("data-muted", muted);
    listening?.mute(muted);
});

byId("retry-now").addEventListener("click", () => listening?.retryNow());
addEventListener("online", () => listening?.retryNow());
listenForFiles(file => {
    const speed = Number(document.querySelector("input[name=speed]:checked").value);
    begin(() => Recording.open(file, speed));
});
