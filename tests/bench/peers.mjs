/* peers.mjs: the pages that the tablet's page is measured beside, served as a good server
 * does: compressed once, kept alive, every file but the page cacheable for good.
 *
 *     const bare = await servePage(barePage(form));        {url, first, title, taps, close}
 *     const survey = await servePage(surveyPage(form));
 *
 * `form` is what the collector says at /form in French, so that all ask the same. */
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const vendor = (path) => readFileSync(fileURLToPath(new URL(`../node_modules/${path}`, import.meta.url)), 'utf8');

const html = (title, head, body) => `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">${head}</head><body>${body}</body></html>\n`;

const escaped = (text) => text.replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`);

/* Nothing less can ask a question: five buttons, and what a tap does. */
export function barePage({ form, words }) {
    const [question] = form.questions;
    const buttons = question.options.map(({ code, text }) => `<button value="${code}">${escaped(text.fr)}</button>`).join('\n');
    const script = `onclick = ({ target }) => { if (target.value) {
        fetch('/responses', { method: 'POST', body: target.value }); document.body.innerHTML = ${JSON.stringify(`<h1>${escaped(words['thanks.title'])}</h1>`)}; } };`;
    return {
        name: 'a bare page', first: 'button', title: 'h1', taps: ['button'],
        files: { '/': ['text/html', html('bare', '', `<h1>${escaped(question.text.fr)}</h1>${buttons}<script>${script}</script>`)] },
    };
}

/* ---- SurveyJS ---- */

const choices = (options) => options.map(({ code, text }) => ({ value: code, text: text.fr }));

const elements = {
    scale: ({ options }) => ({
        type: 'rating', rateType: 'smileys', rateValues: choices(options),
        minRateDescription: options[0].text.fr, maxRateDescription: options.at(-1).text.fr,
    }),
    pick: (question, { places, words }) => ({
        type: 'radiogroup',
        choices: [...places.map(({ id, name }) => ({ value: id, text: name })), { value: 'none', text: words['pick.none'] }],
    }),
    choice: ({ options }) => ({ type: 'radiogroup', choices: choices(options) }),
    choices: ({ options, max }) => ({ type: 'checkbox', choices: choices(options), maxSelectedChoices: max }),
};

function condition({ q, op, value }) {
    if (op !== 'in')
        throw new Error(`the bench does not know how SurveyJS says '${op}'`);
    return { visibleIf: `{${q}} anyof ${JSON.stringify(value)}` };
}

const element = (question, said) => ({
    ...elements[question.type](question, said), name: question.name, title: question.text.fr,
    isRequired: question.required === true, ...(question.show_if ? condition(question.show_if) : {}),
});

/* Its own best: minified, without its font, one script and one style sheet, a question a
 * screen that goes on by itself, no animation. */
export function surveyPage(said) {
    const model = {
        locale: 'fr', questionsOnPageMode: 'questionPerPage', autoAdvanceEnabled: true, showQuestionNumbers: 'off',
        completedHtml: `<h3>${said.words['thanks.title']}</h3>`,
        elements: said.form.questions.map((question) => element(question, said)),
    };
    const start = `Survey.settings.animationEnabled = false;
const survey = new Survey.Model(${JSON.stringify(model)});
survey.onComplete.add(({ data }) => fetch('/responses', { method: 'POST', body: JSON.stringify(data) }));
survey.render(document.getElementById('survey'));\n`;
    const script = ['survey-core/survey.core.min.js', 'survey-core/i18n/french.min.js', 'survey-js-ui/survey-js-ui.min.js'].map(vendor);
    return {
        name: 'SurveyJS', first: '.sd-rating label', title: '.sd-question__title, .sd-completedpage',
        taps: ['.sd-rating label:nth-of-type(4)', '.sd-item label', '.sd-item label', '.sd-navigation__complete-btn'],
        files: {
            '/': ['text/html', html('SurveyJS', '<link rel="stylesheet" href="/survey.css"><script src="/survey.js" defer></script>',
                '<div id="survey"></div>')],
            '/survey.css': ['text/css', vendor('survey-core/survey-core.fontless.min.css')],
            '/survey.js': ['text/javascript', [...script, start].join('\n')],
        },
    };
}

/* ---- the server ---- */

export async function servePage({ files, ...page }) {
    const ready = new Map(Object.entries(files).map(([path, [type, text]]) =>
        [path, { bytes: gzipSync(text, { level: 9 }), type: `${type}; charset=utf-8` }]));
    const server = http.createServer((request, reply) => {
        const file = ready.get(request.url);
        if (request.method === 'POST') {
            request.resume().on('end', () => reply.writeHead(201).end());
        } else if (!file) {
            reply.writeHead(404).end();
        } else {
            reply.writeHead(200, {
                'Content-Type': file.type, 'Content-Encoding': 'gzip', 'Content-Length': file.bytes.length, Vary: 'Accept-Encoding',
                'Cache-Control': request.url === '/' ? 'no-cache' : 'public, max-age=31536000, immutable',
            }).end(file.bytes);
        }
    });
    await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
    return {
        ...page, url: `http://127.0.0.1:${server.address().port}/`,
        close: () => new Promise((done) => { server.close(done); server.closeAllConnections(); }),
    };
}
