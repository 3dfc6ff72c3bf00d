// Talks with the server by the openai package, as it comes. Arguments: the address behind https://, a WAV-less PCM16 file at 24 kHz for each utterance. Prints what happened as one line of JSON.
import fs from 'node:fs';
import OpenAI from 'openai';
import { OpenAIRealtimeWS } from 'openai/realtime/ws';
import { OpenAIRealtimeWS as BetaRealtimeWS } from 'openai/beta/realtime/ws';

const [host, story, stop, weather] = process.argv.slice(2);
const client = new OpenAI({ apiKey: 'any', baseURL: `https://${host}/v1` });

function open(Connection) {
  const connection = new Connection({ model: 'cascade' }, client);
  const events = [];
  let wake = () => {};
  connection.on('event', (event) => { events.push(event); wake(); });
  connection.on('error', (error) => { if (!error.error) { events.push({ type: 'failed', message: error.message }); wake(); } });
  let read = 0;
  // The next event of a type, behind the one before.
  async function next(type, isWanted = () => true) {
    for (;;) {
      while (read < events.length) {
        const event = events[read++];
        if (event.type === 'failed') throw new Error(event.message);
        if (event.type === type && isWanted(event)) return event;
      }
      await new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`no ${type} after ${events.map((event) => event.type).join(' ')}`)), 60_000);
        wake = () => { clearTimeout(timer); resolve(); };
      });
    }
  }
  return { connection, events, next };
}

function speak(connection, file) {
  const audio = fs.readFileSync(file);
  for (let at = 0; at < audio.length; at += 4800) {
    connection.send({ type: 'input_audio_buffer.append', audio: audio.subarray(at, at + 4800).toString('base64') });
  }
}

async function later() {
  const { connection, events, next } = open(OpenAIRealtimeWS);
  await next('session.created');
  connection.send({
    type: 'session.update',
    session: {
      type: 'realtime',
      instructions: 'Be brief.',
      output_modalities: ['audio'],
      audio: { input: { format: { type: 'audio/pcm', rate: 24000 }, transcription: { model: 'any' }, turn_detection: { type: 'semantic_vad', eagerness: 'high' } }, output: { voice: 'marin' } },
      tools: [{ type: 'function', name: 'get_weather', description: 'The weather.', parameters: { type: 'object', properties: { day: { type: 'string' } } } }],
    },
  });
  const updated = await next('session.updated');
  speak(connection, story);
  const heard = await next('conversation.item.input_audio_transcription.completed');
  const delta = await next('response.output_audio.delta');
  speak(connection, stop);
  const interrupted = await next('response.done');
  await next('input_audio_buffer.speech_started');
  connection.send({ type: 'conversation.item.truncate', item_id: delta.item_id, content_index: 0, audio_end_ms: 100 });
  const truncated = await next('conversation.item.truncated');
  const second = await next('response.done');
  connection.send({ type: 'input_audio_buffer.clear' });
  await next('input_audio_buffer.cleared');
  speak(connection, weather);
  const call = await next('response.function_call_arguments.done');
  await next('response.done');
  connection.send({ type: 'conversation.item.create', item: { type: 'function_call_output', call_id: call.call_id, output: 'rainy' } });
  connection.send({ type: 'response.create' });
  const said = await next('response.output_audio_transcript.done');
  await next('response.done');
  speak(connection, story);
  await next('response.output_audio.delta');
  connection.send({ type: 'response.cancel' });
  const canceled = await next('response.done');
  connection.send({ type: 'session.update', session: { type: 'realtime', prompt: { id: 'pmpt_1' } } });
  const refused = await next('error');
  connection.close();
  return {
    voice: updated.session.audio.output.voice, heard: heard.transcript, interrupted: interrupted.response, truncated: truncated.audio_end_ms, second: second.response.status, call, said: said.transcript,
    canceled: canceled.response, refused: refused.error, audio: events.filter((event) => event.type === 'response.output_audio.delta').length,
  };
}

async function beta() {
  const { connection, events, next } = open(BetaRealtimeWS);
  await next('session.created');
  connection.send({ type: 'session.update', session: { modalities: ['text', 'audio'], input_audio_format: 'pcm16', output_audio_format: 'g711_ulaw', input_audio_transcription: { model: 'any' }, turn_detection: null } });
  const updated = await next('session.updated');
  speak(connection, weather);
  connection.send({ type: 'input_audio_buffer.commit' });
  connection.send({ type: 'response.create' });
  const done = await next('response.done');
  connection.close();
  const bytes = events.filter((event) => event.type === 'response.audio.delta').reduce((sum, event) => sum + Buffer.from(event.delta, 'base64').length, 0);
  return { format: updated.session.output_audio_format, status: done.response.status, seconds: bytes / 8000, types: [...new Set(events.map((event) => event.type))] };
}

console.log(JSON.stringify({ later: await later(), beta: await beta() }));
process.exit(0);
