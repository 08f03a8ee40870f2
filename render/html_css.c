/* render/html_css.c: how the page looks, in light and in dark, on a wide screen and on a narrow one.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * On a narrow screen each row is a card and each cell names itself. Marks are told by word, shape and colour.
 */
#include "render/html.h"

/* clang-format off */
const char *const wit_html_css[] = {
    (":root{color-scheme:light;--bg:#fff;--soft:#f6f8fa;--ink:#1d2733;--dim:#556170;--rule:#d6dce3;"
     "--line:#9aa6b4;--link:#0b5394;--red:#a8221a;--amber:#7a5000;--green:#145e5c;--redbg:#fdf3f1;"
     "--amberbg:#fdf8ec;--greenbg:#f2f9f8;--target:#fff3c9}\n"),
    ("@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;"
     "--bg:#14181d;--soft:#1b2128;--ink:#e6ebf1;--dim:#a7b2bf;--rule:#323b45;--line:#64707e;--link:#8ec5ff;"
     "--red:#ff9a90;--amber:#ecb95a;--green:#66cdc8;--redbg:#2b1a1a;--amberbg:#2a2315;--greenbg:#15292a;"
     "--target:#4a3f14}}\n"),
    ("@media screen{:root[data-theme=dark]{color-scheme:dark;--bg:#14181d;--soft:#1b2128;--ink:#e6ebf1;"
     "--dim:#a7b2bf;--rule:#323b45;--line:#64707e;--link:#8ec5ff;--red:#ff9a90;--amber:#ecb95a;--green:#66cdc8;"
     "--redbg:#2b1a1a;--amberbg:#2a2315;--greenbg:#15292a;--target:#4a3f14}}\n"),
    "*{box-sizing:border-box}\n",
    "html{-webkit-text-size-adjust:100%;scroll-padding-top:12px}\n",
    ("body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 -apple-system,'Segoe UI',Roboto,"
     "'Helvetica Neue',Helvetica,Arial,'Liberation Sans',sans-serif}\n"),
    "header,main,footer{max-width:1320px;margin:0 auto;padding:0 28px}\n",
    "header{padding-top:30px}footer{padding-bottom:64px}main:focus{outline:0}\n",
    "h1{font-size:27px;line-height:1.2;margin:0;font-weight:650;letter-spacing:-.01em}\n",
    ("h2{font-size:20px;margin:50px 0 14px;padding-bottom:7px;border-bottom:2px solid var(--ink);"
     "font-weight:650}\n"),
    "h3{font-size:16px;margin:28px 0 8px;font-weight:650}\n",
    "h4{font-size:15px;margin:0;font-weight:650;display:inline}\n",
    "p{margin:6px 0;max-width:86ch}\n",
    ("a{color:var(--link);text-decoration:underline;text-decoration-thickness:1px;text-underline-offset:2px}"
     "nav a,.boxes a,.cite,.w{text-decoration:none}a:hover{text-decoration:underline}\n"),
    ("a:focus-visible,button:focus-visible,select:focus-visible,input:focus-visible,summary:focus-visible,"
     "[tabindex]:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}\n"),
    (".skip{position:absolute;left:8px;top:-60px;background:var(--bg);padding:8px 12px;border:2px solid "
     "var(--link);z-index:9}.skip:focus{top:8px}\n"),
    ".sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}\n",
    ("code{font:12.5px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;"
     "overflow-wrap:anywhere}\n"),
    "small{display:block;font-size:12px;line-height:1.4;color:var(--dim)}\n",
    (".dim,.note,.none{color:var(--dim)}.note{font-size:13.5px}.note small,.note small.ev{display:inline}"
     ".none{font-size:.93em}\n"),
    ".mark{vertical-align:-1px;margin-right:5px;overflow:visible}\n",
    ".hash{color:var(--dim);font-size:11.5px}\n",
    ".top{display:flex;justify-content:space-between;align-items:center;gap:16px;margin:0 0 18px}\n",
    ("button,select,input{font:inherit;font-size:13.5px;color:var(--ink);background:var(--bg);border:1px solid "
     "var(--line);border-radius:4px;padding:4px 9px;min-height:30px}\n"),
    "button{cursor:pointer}button:hover{background:var(--soft)}\n",
    ".boxes{display:grid;grid-template-columns:repeat(3,1fr);gap:14px;margin:0 0 14px}\n",
    (".box{display:block;padding:13px 16px 12px;border:1px solid var(--rule);border-left-width:5px;"
     "border-radius:4px;color:var(--ink)}\n"),
    (".box .n{font-size:27px;font-weight:650;line-height:1}.box .n .mark{width:17px;height:17px;"
     "vertical-align:1px;margin-right:7px}\n"),
    (".box .w{font-size:17px;font-weight:600}.box .m{display:block;color:var(--dim);font-size:13.5px;"
     "margin-top:3px}\n"),
    (".box.violated{border-left-color:var(--red);background:var(--redbg)}"
     ".box.unknown{border-left-color:var(--amber);border-left-style:dashed;background:var(--amberbg)}"
     ".box.proved{border-left-color:var(--green);background:var(--greenbg)}\n"),
    (".box.zero{background:none;border-left-color:var(--rule);border-left-style:solid}.box.zero .n,.box.zero "
     ".w{color:var(--dim);font-weight:400}\n"),
    ".lead{font-size:15.5px;max-width:none;margin:0 0 14px}\n",
    (".verdicts{display:grid;grid-template-columns:repeat(auto-fit,minmax(270px,1fr));gap:6px 28px;margin:0 0 "
     "18px;font-size:14px}\n"),
    (".verdicts h2{font-size:14px;margin:6px 0 4px;padding:0 0 3px;border-bottom:1px solid var(--line)}"
     ".verdicts ul{margin:0;padding:0;list-style:none}.verdicts li{margin:3px 0;padding-left:18px;"
     "text-indent:-18px}.verdicts .st::before{text-indent:0;width:18px}\n"),
    ".facts{display:grid;grid-template-columns:max-content 1fr;gap:3px 20px;margin:0 0 14px;font-size:14px}\n",
    ".facts dt{color:var(--dim)}.facts dd{margin:0;overflow-wrap:anywhere}\n",
    ("nav{display:flex;flex-wrap:wrap;gap:4px 18px;font-size:14px;border-top:1px solid var(--rule);"
     "padding-top:9px}\n"),
    "#statements h2{margin-top:34px}\n",
    (".st-box{border:1px solid var(--rule);border-left:5px solid;border-radius:4px;padding:13px 18px 14px;"
     "margin:0 0 14px}\n"),
    (".st-box.violated{border-left-color:var(--red)}.st-box.unknown{border-left:5px dashed var(--amber)}"
     ".st-box.proved{border-left-color:var(--green)}\n"),
    (".st-box h3{margin:0 0 3px}.st-box .claim{font-size:16px}.st-box .h{font-weight:600;font-size:13.5px;"
     "margin-top:12px}\n"),
    ".nm{padding-left:.9em;text-indent:-.9em}.nm+.nm{margin-top:2px}a.cite,.nm a{text-indent:0}\n",
    ".gaps{margin:3px 0 0;padding-left:19px;font-size:14px}.gaps li{margin:3px 0}\n",
    ".tag{font-size:13px;font-weight:650;white-space:nowrap}.st-box .tag{font-size:16px;margin-right:6px}\n",
    (".violated .tag,.sev-high,.mk-bad,.act-block,.red .st,small.no{color:var(--red)}.unknown .tag,"
     ".tag.unknown,.sev-medium,.mk-watch,.mk-unknown,.act-unknown,.yellow .st{color:var(--amber)}.proved .tag,"
     ".mk-good,.green .st{color:var(--green)}\n"),
    ".sev::before,.mk::before,.st::before{display:inline-block;width:1.15em}\n",
    (".red .st::before,.sev-high::before,.mk-bad::before{content:\"\\2715\"}.yellow .st::before,"
     ".sev-medium::before,.mk-watch::before{content:\"\\25B3\"}.green .st::before,"
     ".mk-good::before{content:\"\\25CF\"}.mk-unknown::before{content:\"?\"}.sev-low::before,"
     ".sev-info::before{content:\"\\2013\"}\n"),
    ("small.ev::before{content:\"\\2699\\FE0E\\00A0\"}small.de::before{content:\"\\270E\\FE0E\\00A0\"}"
     "small.both::before{content:\"\\2699\\FE0E\\270E\\FE0E\\00A0\"}small.no::before{content:\"\\2715\\00A0\"}"
     "small.na::before{content:\"\\2205\\00A0\"}\n"),
    "table{border-collapse:collapse;width:100%;margin:9px 0 4px;font-size:13.5px;line-height:1.42}\n",
    ("th{text-align:left;font-weight:600;font-size:12.5px;color:var(--dim);padding:5px 12px 5px 0;"
     "border-bottom:1px solid var(--line);vertical-align:bottom}\n"),
    ("td{padding:7px 12px 7px 0;border-bottom:1px solid var(--rule);vertical-align:top;overflow-wrap:anywhere}"
     "\n"),
    ("th:last-child,td:last-child{padding-right:0}td[data-l=Ports]{overflow-wrap:normal}"
     "td[data-l=Asked]{min-width:14em}\n"),
    ("td[data-l=Gap] code,td[data-l=Paths] a{white-space:nowrap}td[data-l=Evidence]{min-width:13em}"
     "td[data-l=From],td[data-l=To]{min-width:11em}\n"),
    "td .dim{display:block;font-size:12px}.scroll{overflow-x:auto}\n",
    (".cite{font:12px/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;"
     "word-break:break-all}\n"),
    (".paths{font-size:13px;table-layout:fixed}.paths td,.paths th{padding-right:9px;overflow-wrap:break-word}"
     ".paths th:nth-child(1){width:14.5%}.paths th:nth-child(2),.paths th:nth-child(3){width:13.5%}.paths "
     "th:nth-child(4){width:8.5%}.paths th:nth-child(5){width:12%}.paths th:nth-child(6){width:7%}.paths "
     "th:nth-child(7){width:9.5%}.paths th:nth-child(8){width:7.5%}.paths th:nth-child(9){width:7.5%}.paths "
     "thead button{text-wrap:wrap;white-space:normal}.paths thead th{position:sticky;top:0;"
     "background:var(--bg);z-index:1}\n"),
    (".paths th button{border:0;padding:2px 0;min-height:0;background:none;font-weight:600;font-size:12.5px;"
     "color:var(--dim);text-align:left}.paths th button::after{content:\" \\21C5\";opacity:.6}.paths "
     "th[aria-sort=ascending] button::after{content:\" \\2191\";opacity:1}.paths th[aria-sort=descending] "
     "button::after{content:\" \\2193\";opacity:1}\n"),
    (".paths .g th{padding-top:22px;font-size:15px;color:var(--ink)}.g th span{font-weight:400;"
     "color:var(--dim);font-size:13px;margin-left:6px}\n"),
    (".paths td p{margin:0}.paths td i{display:block;margin-top:3px;color:var(--dim)}.paths td "
     "i.missing{color:var(--red)}\n"),
    ".paths .w code,.paths td code{font-size:11.5px}.paths td b+small{display:block}\n",
    ".v-isolated,.v-one-way,.v-unknown,.v-partial,.v-expired,.v-undeclared{color:var(--amber)}\n",
    ".more>td{padding-top:0}summary{cursor:pointer}.more summary{color:var(--link);font-size:12.5px}\n",
    (".hops{margin:7px 0 9px;background:var(--soft)}.hops caption{text-align:left;font-weight:600;"
     "font-size:13px;padding:2px 8px}.hops td,.hops th{padding:4px 8px;font-size:12.5px}\n"),
    ".counts{font-weight:400;color:var(--dim);font-size:13.5px;margin-left:6px}\n",
    (".sheet{border-top:1px solid var(--rule);padding:8px 0}.sheet .q{font-size:14.5px;margin:6px 0}.sheet-t "
     "td{overflow-wrap:break-word}.sheet-t td:first-child{min-width:8.5em}\n"),
    ".index td{padding:2px 12px 2px 0}.index td:first-child{width:17em}\n",
    "figure{margin:0 0 18px;overflow-x:auto}figcaption{font-weight:600;font-size:15px;margin:14px 0 6px}\n",
    (".pic{display:block;max-width:100%;height:auto;border:1px solid var(--rule);border-radius:4px}.fp "
     "td{padding:0 0 14px}.fp figure{margin:0}.fp .pic{border:0}\n"),
    ".paper{display:none}\n",
    ("#tools,#maptools{display:flex;flex-wrap:wrap;gap:8px 12px;align-items:center;margin:10px 0;"
     "font-size:13.5px}#tools:empty,#maptools:empty{display:none}#tools label,#maptools "
     "label{display:inline-flex;gap:6px;align-items:center;color:var(--dim)}#tools input{width:17em;"
     "max-width:60vw}\n"),
    (".live #mapbox{border:1px solid var(--rule);border-radius:4px;overflow:hidden;height:70vh}.live "
     "#mapbox:focus-visible{outline:3px solid var(--link)}.live #mapbox figure{margin:0;height:100%}.live "
     "#mapbox figcaption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.live "
     "#mapbox .pic{border:0;width:100%;height:100%;max-width:none;touch-action:none;cursor:grab}\n"),
    (".nd:focus-visible rect,.on rect.pw-b,.on>rect{stroke-width:3.5px}.nd:focus-visible,#mapbox "
     "a:focus-visible{outline:3px solid var(--link);outline-offset:1px}\n"),
    ("#panel{border:1px solid var(--line);border-radius:4px;background:var(--soft);padding:12px 16px;"
     "margin:12px 0;max-height:70vh;overflow:auto}#panel .bar{display:flex;justify-content:space-between;"
     "gap:12px}#panel h3{margin:0 0 6px}\n"),
    (".steps{font-size:13px;padding:6px 0 8px 14px;border-left:3px solid var(--line);margin:4px 0}.steps "
     "h4{display:block;font-size:13px;margin:6px 0 2px}.steps ol{margin:0;padding-left:22px}\n"),
    (".ways{columns:340px;column-gap:32px;font-size:12.5px}.ways dl{break-inside:avoid;margin:0 0 14px}.ways "
     "dt{font-weight:600;color:var(--dim)}.ways .wn{color:var(--ink)}.ways dd{margin:0 0 0 12px}\n"),
    "footer li{margin:4px 0}footer{font-size:14px}\n",
    ":target{background:var(--target)}[hidden]{display:none!important}\n",
    ("@media screen and (max-width:760px){header,main,footer{padding:0 14px}header{padding-top:16px}"
     "h1{font-size:22px}.boxes{grid-template-columns:1fr;gap:8px}.box{padding:9px 12px}.box .m{display:inline;"
     "margin-left:8px}.facts{grid-template-columns:1fr;gap:0}.facts dd{margin-bottom:6px}.st-box{padding:10px "
     "12px}.stack thead,.paths thead{display:none}.live .paths thead{display:table-header-group}.stack,.stack "
     "tbody,.stack tr,.stack td,.paths,.paths tbody,.paths tr,.paths td,.paths .g th{display:block;"
     "width:auto!important}.stack td,.paths td{border:0;padding:2px 0}.stack tr,.paths tr.p{border-bottom:1px "
     "solid var(--rule);padding:8px 0}.stack td[data-l],.paths td{display:grid;grid-template-columns:7.2em "
     "minmax(0,1fr)}.stack td[data-l]::before,.paths td::before{content:attr(data-l);color:var(--dim);"
     "font-size:12.5px;grid-row:1/span 20}.stack td[data-l]>*,.paths td>*{grid-column:2}.stack "
     "caption{display:block}.index td:first-child{width:8em}.paths td:nth-child(1){display:block}.paths "
     "td:nth-child(2)::before{content:\"From\"}.paths td:nth-child(3)::before{content:\"To\"}.paths "
     "td:nth-child(4)::before{content:\"Ports\"}.paths td:nth-child(5)::before{content:\"Witnesses\"}.paths "
     "td:nth-child(6)::before{content:\"Owner\"}.paths td:nth-child(7)::before{content:\"Purpose\"}.paths "
     "td:nth-child(8)::before{content:\"Identity\"}.paths td:nth-child(9)::before{content:\"Encryption\"}"
     ".paths td:nth-child(10)::before{content:\"Audit trail\"}.live .paths thead tr{display:flex!important;"
     "flex-wrap:wrap;gap:4px 12px}.live .paths thead th{display:block;border:0;position:static;"
     "width:auto!important;max-width:100%;padding:0}.live .paths th button{white-space:nowrap}"
     ".pic{max-width:none}.live #mapbox{height:60vh}.steps{padding-left:8px}}\n"),
    NULL,
};
