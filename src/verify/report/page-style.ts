/** The look of reports, in light and dark. */

export const PAGE_STYLE = `
:root{color-scheme:light dark;--ground:#fff;--card:#f6f7f9;--line:#dfe3e8;--ink:#1b1f24;--dim:#59636e;--good:#1a7f4b;--bad:#c2321f;--mid:#8a6500;--goodBar:#2da06a;--badBar:#e0604f;--midBar:#e0b040}
@media (prefers-color-scheme:dark){:root{--ground:#16181d;--card:#1f2229;--line:#343a43;--ink:#eceef2;--dim:#9ba4b1;--good:#5fd39a;--bad:#ff8a7a;--mid:#f0c664;--goodBar:#2f9e6b;--badBar:#d9604f;--midBar:#c99a34}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:1320px;margin:0 auto;padding:32px 24px 64px}
h1{font-size:26px;margin:0 0 4px}h2{font-size:18px;margin:40px 0 12px}p{margin:6px 0}
.dim{color:var(--dim)}.good{color:var(--good)}.bad{color:var(--bad)}.mid{color:var(--mid)}
.badge{display:inline-block;border:1px solid currentColor;border-radius:999px;padding:1px 10px;font-size:13px;font-weight:600;margin-left:10px;vertical-align:4px}
.bar{display:flex;height:14px;border-radius:7px;overflow:hidden;margin:18px 0 8px;background:var(--line)}
.bar span{display:block}.bar .a{background:var(--goodBar)}.bar .u{background:var(--midBar)}.bar .r{background:var(--badBar)}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(190px,1fr));gap:12px;margin:18px 0}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:12px 14px}
.card b{display:block;font-size:24px;line-height:1.25;font-variant-numeric:tabular-nums}.card small{color:var(--dim)}
.plots{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,520px),1fr));gap:16px;align-items:start}
figure{margin:0;border:1px solid var(--line);border-radius:10px;padding:12px;overflow:auto}
figure svg{display:block;max-width:100%;height:auto}figure img{display:block;width:100%;height:auto;border-radius:6px}
figcaption{color:var(--dim);font-size:13px;margin-top:8px}
.scroll{overflow-x:auto}table{border-collapse:collapse;min-width:50%;font-variant-numeric:tabular-nums}
th,td{padding:5px 14px 5px 0;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}
th{color:var(--dim);font-weight:600;font-size:13px}th:first-child,td:first-child{text-align:left}td.words{white-space:normal;text-align:left;color:var(--dim);min-width:280px}
li{margin:3px 0}
`;
