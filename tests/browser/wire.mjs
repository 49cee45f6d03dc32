/* wire.mjs: a wire between the tablet and the collector that a test can pull - at the
 * moment that matters: after the collector has committed and before the tablet knows.
 *
 *     const wire = await openWire(t, collector.port);     it ends with its test, which may fail
 *     wire.replies = 'hold';      what the collector answers to a POST stays in the wire
 *     await wire.held();          it has answered
 *     wire.cut();                 every connection of the tablet breaks, with a reset
 *     wire.posts                  how many POSTs have passed
 *     wire.change = (path, text) => text      what a GET's reply becomes on its way
 */
import http from 'node:http';

export function openWire(t, port) {
    const sockets = new Set();
    let arrived = () => {};
    const wire = {
        posts: 0, replies: 'pass', change: null, held: () => new Promise((done) => { arrived = done; }),
        cut() {
            wire.replies = 'pass';
            for (const socket of sockets)
                socket.resetAndDestroy();
        },
        close: () => new Promise((done) => { server.close(done); server.closeAllConnections(); }),
    };
    const server = http.createServer((request, reply) => {
        wire.posts += request.method === 'POST';
        const { headers, method, url } = request;
        const onward = http.request({ port, host: '127.0.0.1', method, path: url, headers: { ...headers, 'accept-encoding': 'identity' } }, (answer) => {
            const pieces = [];
            answer.on('data', (piece) => pieces.push(piece));
            answer.on('end', () => {
                if (method === 'POST' && wire.replies === 'hold')
                    return arrived();
                const whole = Buffer.concat(pieces), kept = { ...answer.headers };
                delete kept['content-length'];
                delete kept['transfer-encoding'];
                reply.writeHead(answer.statusCode, kept);
                return reply.end(wire.change && method === 'GET' ? wire.change(url, whole.toString()) : whole);
            });
        });
        onward.on('error', () => request.socket.destroy());
        request.pipe(onward);
    });
    t.after(wire.close);
    server.keepAliveTimeout = 60000;
    server.on('connection', (socket) => {
        sockets.add(socket);
        socket.on('close', () => sockets.delete(socket));
        socket.on('error', () => {});
    });
    return new Promise((done) => { server.listen(0, '127.0.0.1', () => done(Object.assign(wire, { port: server.address().port }))); });
}
