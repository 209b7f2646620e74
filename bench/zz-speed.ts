import { createTrainer } from "../src/nn/train/trainer.js";
import { adamw } from "../src/nn/train/adamw.js";
import { silhouetteInputs, silhouetteTargets, silhouetteLoss } from "../src/verify/silhouette/network.js";
import { foreground } from "../src/nn/networks/foreground.js";
import { matchInputs, matchLoss } from "../src/verify/match/network.js";
import { heads, residualFeatures } from "../src/nn/networks/residual.js";
const rnd=(n:number)=>Float32Array.from({length:n},(_,i)=>((i*7919)%101)/101-.5);
async function time(name:string, inputs: any, network:any, loss:any){
  const t=await createTrainer({inputs,network,loss,optimizer:adamw({learningRate:()=>0.001,weightDecay:0.01,clipNorm:5}) as any,seed:1,threads:1,device:"cpu"} as any);
  const batch=Object.fromEntries(Object.entries(inputs).map(([k,v]:any)=>[k,rnd(v.shape.reduce((a:number,b:number)=>a*b,1))]));
  await t.step(batch as any);
  const a=performance.now(); const n=8; for(let i=0;i<n;i++) await t.step(batch as any);
  console.log(name, ((performance.now()-a)/n).toFixed(0),"ms/step"); await t.release();
}
const cells=Number(process.argv[2]??32);
for (const w of [[16,32,64],[24,48,96],[24,48,96,96],[32,64,128]]) await time("sil "+w, {...silhouetteInputs(32,cells,9),...silhouetteTargets(32,cells)}, (scope:any,{picture,category}:any)=>({belongs:foreground(scope,picture,{widths:w,condition:category})}), silhouetteLoss);
for (const w of [[32,64,128,192],[16,32,64,128],[24,48,96,128]]) for (const s of [48,64]) await time("match "+w+" "+s, matchInputs(64,s), (scope:any,{pair}:any)=>heads(scope.at("heads"), residualFeatures(scope,pair,{widths:w}),{belongs:1}), matchLoss);
