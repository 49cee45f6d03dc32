# Draws the funnel whose figures and texts lie beside this file, in the .tsv of its name:
#
#     gnuplot NAME.gp                           makes NAME.svg
#     gnuplot -e "format = 'pdf'" NAME.gp       makes NAME.pdf (or 'png'); *.gp: all of them
#
# Every funnel has the same script. It names columns of the table and colours of the house;
# all that is read, in one language, is a text of the table.
#
# A row is a text (title, question, about, notice, axis), a mark of an axis (percent, tick),
# the name of a line at its end (mean, inner, outer), a limit (n answers; share the line of
# all centres, low95 to high95 and low998 to high998 what chance alone makes of it) or a unit
# (a centre: number its line in the page's table, n answers, of them positive ones, their
# share and its 95 % interval from low to high, 0 to 1; outside: of the wide limits).

reset
if (!exists("format")) format = 'svg'
name = ARG0[1:strlen(ARG0) - 3]
table = name.'.tsv'

blue   = "#12436D"
orange = "#F46A25"
grey   = "#767C82"
dark   = "#59636D"
hair   = "#DCE0E4"

set encoding utf8
set datafile separator tab
set datafile columnheaders
unset border
unset key
unset xtics
unset ytics
set style fill solid noborder

number(column_name) = strlen(strcol(column_name)) ? column(column_name) : NaN
is(row) = strcol('row') eq row
if_row(row, value) = is(row) ? value : NaN
title = ""; question = ""; about = ""; notice = ""; axis = ""
take(row, text) = row eq 'title' ? (title = text, 0) : row eq 'question' ? (question = text, 0) : \
                  row eq 'about' ? (about = text, 0) : row eq 'notice' ? (notice = text, 0) : \
                  row eq 'axis' ? (axis = text, 0) : 0
stats table using (take(strcol('row'), strcol('text'))) nooutput
stats table using (if_row('limit', number('n'))) nooutput
most = STATS_max
stats table using (if_row('unit', number('n'))) nooutput
lines = ceil(STATS_records / 3.0)

# The names stand below, three on a line.
height = 442 + 18 * lines
if (format eq 'pdf') {
    set terminal pdfcairo size 10in,(height / 72.0)in noenhanced font "DejaVu Sans,sans-serif,12" rounded
} else { if (format eq 'png') {
    set terminal pngcairo size 1440,(2 * height) noenhanced font "DejaVu Sans,sans-serif,12" fontscale 1.5 linewidth 2 pointscale 2 rounded
} else {
    set terminal svg size 720,height noenhanced font "DejaVu Sans,sans-serif,12" rounded background "white"
} }
set tmargin at screen 1 - 92.0/height
set bmargin at screen 3.0/height
set lmargin at screen 60.0/720
set rmargin at screen 600.0/720
set xrange [0:most]
set yrange [-(18.0 * lines + 47) / 3:100]

set label 1 title at screen 6.0/720, screen 1 - 18.0/height left tc rgb blue font ",16"
set label 2 question at screen 6.0/720, screen 1 - 39.0/height left font ",13"
set label 3 about at screen 6.0/720, screen 1 - 56.0/height left tc rgb dark font ",10"
set label 4 notice at screen 6.0/720, screen 1 - 70.0/height left tc rgb orange font ",10"
set label 5 axis at graph 0.5, screen (18.0 * lines + 18)/height center tc rgb dark font ",10"
do for [y = 0:100:25] {
    set arrow from graph 0, first y to graph 1, first y nohead back lw (y == 0 ? 1.2 : 0.6) lc rgb (y == 0 ? grey : hair)
}

# Names of lines keep apart.
below(row, at) = row eq 'inner' ? at - 3 : row eq 'outer' ? at - 6 : at
unit = -1
cell_x(i) = most * 0.4 * (i % 3)
cell_y(i) = -(18.0 * (i / 3) + 48) / 3

set output name.'.'.format
plot table using (if_row('limit', number('n'))):(number('low998')*100):(number('high998')*100) with filledcurves lc rgb "#EEF2F6", \
     '' using (if_row('limit', number('n'))):(number('low95')*100):(number('high95')*100) with filledcurves lc rgb "#DCE5ED", \
     '' using (if_row('limit', number('n'))):(number('share')*100) with lines lw 1 dt (6,4) lc rgb grey, \
     '' using (if_row('unit', strcol('outside') eq '' ? number('n') : NaN)):(number('share')*100) with points pt 7 ps 0.7 lc rgb blue, \
     '' using (if_row('unit', strcol('outside') ne '' ? number('n') : NaN)):(number('share')*100) with points pt 13 ps 1.1 lc rgb orange, \
     '' using (if_row('unit', number('n'))):(number('share')*100):(strcol('number')) with labels left offset 0.8,0 tc rgb blue font ",12", \
     '' using (if_row('percent', 0)):(number('share')*100):(strcol('text')) with labels right offset -0.8,0 tc rgb grey font ",12", \
     '' using (if_row('tick', number('n'))):(-5):(strcol('text')) with labels center tc rgb grey font ",10", \
     '' using (is('mean') || is('inner') || is('outer') ? most : NaN):(below(strcol('row'), number('share')*100)):(strcol('text')) with labels left offset 0.8,0 tc rgb grey font ",11", \
     '' using (is('unit') ? (unit = unit + 1, cell_x(unit)) : NaN):(cell_y(unit)):(strcol('number').'  '.strcol('text')) with labels left tc rgb dark font ",10"
unset output
