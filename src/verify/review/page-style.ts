/** The look of the review page, in light and dark. */

export const REVIEW_STYLE = `
:root{color-scheme:light dark;--ground:#f4f5f7;--card:#fff;--line:#d6dbe1;--ink:#1b1f24;--dim:#57606a;--accent:#0a5fb8;--focus:#0a5fb8;--warn:#9a3412}
@media (prefers-color-scheme:dark){:root{--ground:#14161a;--card:#1e2127;--line:#383e48;--ink:#eceef2;--dim:#a3acb9;--accent:#6cb6ff;--focus:#6cb6ff;--warn:#ffb084}}
*{box-sizing:border-box}[hidden]{display:none!important}
html,body{height:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;display:flex;flex-direction:column;min-height:100%}
header{display:flex;gap:20px;align-items:center;padding:12px 20px;background:var(--card);border-bottom:1px solid var(--line);flex-wrap:wrap}
header h1{font-size:17px;margin:0}#progress-box{display:flex;gap:14px;align-items:center;flex:1;min-width:240px;justify-content:flex-end;flex-wrap:wrap}
.track{flex:1;max-width:420px;min-width:100px;height:8px;border-radius:4px;background:var(--line);overflow:hidden}#bar{height:100%;width:0;background:var(--accent);border-radius:4px}
@media (prefers-reduced-motion:no-preference){#bar{transition:width .15s}}
main{flex:1;display:flex;flex-direction:column;align-items:center;padding:18px 20px 24px;min-height:0}
.dim{color:var(--dim)}.warn{color:var(--warn);margin:0}
#start,#done{max-width:660px;width:100%;background:var(--card);border:1px solid var(--line);border-radius:12px;padding:26px 30px;margin-top:4vh}
h2{margin:0 0 4px;font-size:21px;text-align:center}#start h2,#done h2{text-align:left}h3{margin:0 0 6px;font-size:15px;text-align:center}
#ask{width:100%;display:flex;flex-direction:column;align-items:center;gap:12px}#category{margin:0;color:var(--dim)}
.row{display:flex;gap:14px;justify-content:center;flex-wrap:wrap}.pair{display:flex;gap:34px;justify-content:center;flex-wrap:wrap}
figure{margin:0}figure img{display:block;width:min(27vw,54vh,512px);min-width:200px;height:auto;border-radius:8px;border:1px solid var(--line);background:var(--card)}
.pair figure img{width:min(22vw,48vh,440px);min-width:170px}figcaption{text-align:center;color:var(--dim);font-size:14px;margin-top:4px}
#choices{display:flex;gap:12px;flex-wrap:wrap;justify-content:center;margin-top:4px}
button{font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:9px;padding:8px 16px;cursor:pointer}
button:hover:not(:disabled){border-color:var(--accent)}button:disabled{opacity:.5;cursor:default}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
.choice{display:flex;gap:12px;align-items:center;font-size:17px;padding:12px 22px;min-width:150px}
kbd{font:600 14px/1 ui-monospace,SFMono-Regular,Menlo,monospace;border:1px solid var(--line);border-bottom-width:2px;border-radius:5px;padding:4px 7px;color:var(--dim)}
.primary{background:var(--accent);border-color:var(--accent);color:var(--ground);font-weight:600}
label{display:block;font-weight:600;margin:16px 0 6px}input{font:inherit;color:inherit;background:var(--ground);border:1px solid var(--line);border-radius:8px;padding:8px 12px;width:100%;max-width:320px;margin-right:10px}
li{margin:4px 0}.swatch{display:inline-block;width:18px;height:4px;border-radius:2px;vertical-align:middle;margin:0 7px 0 18px;border:1px solid rgba(0,0,0,.35)}.legend .swatch:first-child{margin-left:0}
`;
