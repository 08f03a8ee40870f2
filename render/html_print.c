/* render/html_print.c: how the page looks on paper.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Statements upright on A4, the inventory and what it refers to across, pictures on A3 each on a sheet of its own; what
 * would be printed below 6 points says so and leaves its place to the pictures of the classes. Always in light colours.
 */
#include "render/html.h"

/* clang-format off */
const char *const wit_html_css_print[] = {
    ("@page{size:A4;margin:15mm 13mm}@page wide{size:A4 landscape;margin:12mm}@page poster{size:A3;margin:12mm}"
     "@page broad{size:A3 landscape;margin:12mm}\n"),
    ("@media print{body{font-size:9.5pt;line-height:1.4;background:#fff}header,main,footer{max-width:none;"
     "padding:0}nav,.skip,#tools,#maptools,#panel,.top button{display:none!important}\n"),
    ("h1{font-size:18pt}h2{font-size:13pt;margin-top:20pt;break-after:avoid}h3,h4{font-size:10.5pt;"
     "break-after:avoid}\n"),
    ("table{font-size:8.2pt}small,th{font-size:7.6pt}.cite,code,.paths td code{font-size:7.4pt}"
     ".paths{font-size:7.6pt}.ways{font-size:7.6pt}\n"),
    "a{color:inherit;text-decoration:none}.wide,.annex{page:wide;break-before:page}\n",
    ("figure.tall{page:poster;break-before:page;break-after:page}figure.broad{page:broad;break-before:page;"
     "break-after:page}figure{overflow:visible;break-inside:avoid}\n"),
    (".pic-f[hidden]{display:block!important}.live #mapbox{border:0;height:auto;overflow:visible}.live #mapbox "
     "figure{height:auto}.live #mapbox figcaption{position:static;width:auto;height:auto;clip-path:none}\n"),
    (".pic,.live #mapbox .pic{border:0;width:auto;height:auto;max-width:100%;max-height:255mm}figure.tall .pic,"
     ".live #mapbox figure.tall .pic{max-height:372mm}.fp .pic{max-height:90mm}\n"),
    ("figure.big .pic,figure.big figcaption{display:none}figure.big,figure.big.broad,figure.big.tall{page:auto;"
     "break-before:auto;break-after:auto}.paper{display:block}\n"),
    ("td{padding:3px 8px 3px 0}thead{display:table-header-group}.paths thead th{position:static}tr,.st-box h3,"
     ".box{break-inside:avoid}.st-box .claim{break-after:avoid}\n"),
    (".box{-webkit-print-color-adjust:exact;print-color-adjust:exact}:target{background:none}"
     "summary{list-style:none}.paths th button::after{content:\"\"!important}}\n"),
    NULL,
};
