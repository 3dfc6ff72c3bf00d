// What was said, word by word: words light up as they are spoken, and an answer that was interrupted says so.
export class History {
    #list;
    #answers = new Map(); // by item: { line, text, words, timed }

    constructor(list) { this.#list = list; }

    // What a new session is to know of the conversation so far.
    get messages() {
        return [...this.#list.children].map(line => ({ role: line.dataset.role, text: line.dataset.text })).filter(message => message.text);
    }

    addUser(text) {
        const line = this.#addLine("user", "You");
        line.dataset.text = text;
        line.append(text);
        this.#scroll();
    }

    addText(item, delta) {
        const answer = this.#answers.get(item) ?? this.#begin(item);
        for (const text of delta.trim().split(/\s+/)) {
            const word = document.createElement("span");
            word.className = "word";
            word.textContent = text;
            answer.line.append(word, " ");
            answer.words.push(word);
        }
        answer.line.dataset.text = answer.words.map(word => word.textContent).join(" ");
        this.#scroll();
    }

    addTimes(item, words) {
        this.#answers.get(item)?.timed.push(...words);
    }

    // Words and their times come in the same order.
    light(item, playedMs) {
        const answer = this.#answers.get(item);
        if (!answer || answer.isOver) return; // its last place is told behind its end
        answer.words.forEach((word, i) => {
            const time = answer.timed[i];
            word.classList.toggle("heard", time !== undefined && playedMs >= time.start_ms);
            word.classList.toggle("now", time !== undefined && playedMs >= time.start_ms && playedMs < time.end_ms);
        });
    }

    end(item, isInterrupted, heardText) {
        const answer = this.#answers.get(item);
        if (!answer) return;
        answer.isOver = true;
        const heard = isInterrupted ? heardText.split(/\s+/).filter(Boolean).length : answer.words.length;
        answer.words.forEach((word, i) => {
            word.classList.toggle("heard", i < heard);
            word.classList.remove("now");
        });
        answer.line.classList.toggle("interrupted", isInterrupted);
        if (isInterrupted) {
            const mark = document.createElement("span");
            mark.className = "mark";
            mark.textContent = "‖ interrupted";
            answer.line.append(mark);
            answer.line.dataset.text = heardText;
        }
    }

    clear() {
        this.#list.replaceChildren();
        this.#answers.clear();
    }

    #begin(item) {
        const answer = { line: this.#addLine("assistant", "Machine"), words: [], timed: [] };
        this.#answers.set(item, answer);
        return answer;
    }

    #addLine(role, name) {
        const line = document.createElement("li");
        line.className = role;
        line.dataset.role = role;
        const who = document.createElement("span");
        who.className = "who";
        who.textContent = name;
        line.append(who);
        this.#list.append(line);
        return line;
    }

    #scroll() { this.#list.scrollTop = this.#list.scrollHeight; }
}
