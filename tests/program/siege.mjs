/* siege.mjs: a stranger's connections, in a thread of their own: `count` of them, each says
 * `first`, then `drip` every second, reads nothing if `deaf`, and comes back a moment after it
 * was ended; by TLS where an `authority` is given. Posts 'ready' once all have been open. */
import net from 'node:net';
import tls from 'node:tls';
import { parentPort, workerData } from 'node:worker_threads';

const { port, count, first, drip, deaf, authority } = workerData;
const connect = (options, done) => (authority ? tls.connect({ ...options, ca: authority, servername: 'localhost' }, done) : net.connect(options, done));
const sockets = new Set();
let opened = 0;

function open() {
    const socket = connect({ port, host: '127.0.0.1' }, () => {
        socket.write(first);
        if (++opened === count)
            parentPort.postMessage('ready');
        else if (opened > count)
            parentPort.postMessage('again');
    });
    if (deaf)
        socket.pause();
    else
        socket.resume();
    socket.on('error', () => {});
    socket.on('close', () => {
        sockets.delete(socket);
        setTimeout(open, 500 + Math.random() * 1000);
    });
    sockets.add(socket);
}

for (let i = 0; i < count; i++)
    setTimeout(open, i / 4);
if (drip)
    setInterval(() => sockets.forEach((socket) => socket.write(drip)), 1000);
