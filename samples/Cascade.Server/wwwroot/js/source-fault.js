// Audio that cannot be had: what happened, and what somebody can do about it.
export class SourceFault extends Error {
    constructor(title, advice) {
        super(title);
        this.advice = advice;
    }
}
