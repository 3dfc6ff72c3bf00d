// A recording by the file picker, or dropped anywhere on the page.
export function listenForFiles(onFile) {
    const input = document.getElementById("file");
    const cover = document.getElementById("drop");
    const hasFile = event => event.dataTransfer?.types.includes("Files");

    document.getElementById("open").addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
        const [file] = input.files;
        input.value = ""; // the same file can be chosen again
        if (file) onFile(file);
    });

    addEventListener("dragenter", event => { cover.hidden = !hasFile(event); });
    addEventListener("dragover", event => { if (hasFile(event)) event.preventDefault(); });
    cover.addEventListener("dragleave", () => { cover.hidden = true; });
    addEventListener("drop", event => {
        if (!hasFile(event)) return;
        event.preventDefault();
        cover.hidden = true;
        const [file] = event.dataTransfer.files;
        if (file) onFile(file);
    });
}
