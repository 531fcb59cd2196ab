// xterm.mjs screens: reads frames from standard input (length in 4 bytes, little endian, then bytes), feeds each to a fresh terminal and
// prints
//                    the screen after it, in the form of libvterm.c.
// xterm.mjs drawings: reads terminals from standard input (columns, rows and count of pieces in 2 bytes each, little endian, then the pieces, each
//                     with its length in 4 bytes), feeds each piece and prints what is shown then, all attributes included: a line for each row,
//                     then the cursor.
// xterm.mjs bench COLUMNS ROWS SECONDS FILE...: prints the megabytes per second of each file, fed in pieces of 64 KiB.
import pkg from '@xterm/headless';
import { readFileSync } from 'node:fs';

const { Terminal } = pkg;
const columns = 80, rows = 24;

const write = (terminal, bytes) => new Promise(done => terminal.write(bytes, done));

function color(cell, letter, isDefault, isRgb, value) {
  if (isDefault) return '';
  return isRgb ? `${letter}#${value.toString(16).padStart(6, '0')}` : `${letter}${value}`;
}

// An erased cell has a background only, whatever else the engine keeps in it.
function attributes(cell) {
  if (cell.getChars() === '') return color(cell, 'b', cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor());
  return (cell.isBold() ? 'B' : '') + (cell.isUnderline() ? 'U' : '') + (cell.isInverse() ? 'R' : '')
    + color(cell, 'f', cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor())
    + color(cell, 'b', cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor());
}

function print(terminal) {
  const buffer = terminal.buffer.active;
  const out = [];
  for (let row = 0; row < rows; row++) {
    const line = buffer.getLine(buffer.baseY + row);
    let text = '', runs = '', last = '';
    for (let column = 0; column < columns; column++) {
      const cell = line.getCell(column);
      if (cell.getWidth() === 0) continue;
      text += cell.getChars() || ' ';
      const now = attributes(cell);
      if (now !== last) runs += ` ${column}:${now}`;
      last = now;
    }
    out.push(text.trimEnd() + '\t' + runs);
  }
  out.push(`cursor ${buffer.cursorY} ${Math.min(buffer.cursorX, columns - 1)}`);
  process.stdout.write(out.join('\n') + '\n');
}

async function screens() {
  const input = readFileSync(0);
  for (let at = 0; at < input.length;) {
    const length = input.readUInt32LE(at);
    const terminal = new Terminal({ cols: columns, rows, scrollback: 0, allowProposedApi: true });
    await write(terminal, input.subarray(at + 4, at + 4 + length));
    print(terminal);
    terminal.dispose();
    at += 4 + length;
  }
}

// A blank shows its background, and everything only when it has a line or is inverse.
function look(cell) {
  const isBlank = cell.getChars() === '' || cell.getChars() === ' ';
  const back = color(cell, 'b', cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor());
  if (isBlank && !cell.isInverse() && !cell.isUnderline() && !cell.isStrikethrough() && !cell.isOverline()) return back;
  return (cell.isBold() ? 'B' : '') + (cell.isDim() ? 'D' : '') + (cell.isItalic() ? 'I' : '') + (cell.isUnderline() ? 'U' : '')
    + (cell.isBlink() ? 'K' : '') + (cell.isInverse() ? 'R' : '') + (cell.isInvisible() ? 'H' : '') + (cell.isStrikethrough() ? 'S' : '')
    + (cell.isOverline() ? 'O' : '') + color(cell, 'f', cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor()) + back;
}

function show(terminal) {
  const buffer = terminal.buffer.active;
  const out = [];
  for (let row = 0; row < terminal.rows; row++) {
    const line = buffer.getLine(buffer.baseY + row);
    let text = '';
    for (let column = 0; column < terminal.cols; column++) {
      const cell = line.getCell(column);
      if (cell.getWidth() !== 0) text += `${cell.getChars() || ' '}{${look(cell)}}`;
    }
    out.push(text);
  }
  out.push(`cursor ${buffer.cursorY} ${buffer.cursorX}`);
  process.stdout.write(out.join('\n') + '\n');
}

async function drawings() {
  const input = readFileSync(0);
  for (let at = 0; at < input.length;) {
    const terminal = new Terminal({ cols: input.readUInt16LE(at), rows: input.readUInt16LE(at + 2), scrollback: 0, allowProposedApi: true });
    const count = input.readUInt16LE(at + 4);
    at += 6;
    for (let piece = 0; piece < count; piece++) {
      const length = input.readUInt32LE(at);
      await write(terminal, input.subarray(at + 4, at + 4 + length));
      show(terminal);
      at += 4 + length;
    }
    terminal.dispose();
  }
}

async function bench(cols, height, seconds, files) {
  for (const file of files) {
    const bytes = readFileSync(file);
    const pieces = [];
    for (let at = 0; at < bytes.length; at += 65536) pieces.push(bytes.subarray(at, at + 65536));
    const terminal = new Terminal({ cols, rows: height, scrollback: 10000, allowProposedApi: true });
    for (const piece of pieces) await write(terminal, piece);
    let best = 0;
    const end = performance.now() + seconds * 1000;
    do {
      const start = performance.now();
      for (const piece of pieces) await write(terminal, piece);
      best = Math.max(best, bytes.length / 1000 / (performance.now() - start));
    } while (performance.now() < end);
    console.log(`${file.split('/').pop()} ${best.toFixed(1)}`);
    terminal.dispose();
  }
}

const [mode, ...rest] = process.argv.slice(2);
if (mode === 'bench') await bench(Number(rest[0]), Number(rest[1]), Number(rest[2]), rest.slice(3));
else if (mode === 'drawings') await drawings();
else await screens();
