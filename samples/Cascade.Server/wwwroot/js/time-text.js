// 83.456 with two digits -> 1:23.46
export function timeText(seconds, digits) {
    const units = 10 ** digits;
    const total = Math.round(seconds * units);
    const minutes = Math.floor(total / (60 * units));
    return `${minutes}:${((total - minutes * 60 * units) / units).toFixed(digits).padStart(3 + digits, "0")}`;
}
