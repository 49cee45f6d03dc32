# Draws the chart whose figures and texts lie beside this file, in the .tsv of its name:
#
#     gnuplot NAME.gp                           makes NAME.svg
#     gnuplot -e "format = 'pdf'" NAME.gp       makes NAME.pdf (or 'png'); *.gp: all of them
#
# Every chart has the same script. It names columns of the table and colours of the house;
# all that is read, in one language, is a text of the table.
#
# A row is a text (centre, place, question, about, notice), a mark of the axis, the mean, or a
# period (week, fortnight, block of four weeks, thirteen weeks, session, month, term): x its
# middle on the axis, which begins at 0.5, and how wide it is there, from and to its days, state
# shown, withheld, empty or closed. n answers, of them positive ones (bound: at most, at
# least), their share and its 95 % interval from low to high, 0 to 1; few: less than ten
# answers. The rules: line, limit_low and limit_high of the usual range (trial: not sure
# yet), signal below or above it; change: the number of one that came before. An empty cell is no number, never a zero. text: what a reader is told of the row.

reset
if (!exists("format")) format = 'svg'
name = ARG0[1:strlen(ARG0) - 3]
table = name.'.tsv'

if (format eq 'pdf') {
    set terminal pdfcairo size 10in,4.6in noenhanced font "DejaVu Sans,sans-serif,12" rounded
} else { if (format eq 'png') {
    set terminal pngcairo size 1440,662 noenhanced font "DejaVu Sans,sans-serif,12" fontscale 1.5 linewidth 2 pointscale 2 rounded
} else {
    set terminal svg size 720,331 noenhanced font "DejaVu Sans,sans-serif,12" rounded background "white"
} }

blue   = "#12436D"
pale   = "#C5D5E3"
orange = "#F46A25"
grey   = "#767C82"
dark   = "#59636D"
hair   = "#DCE0E4"
shut   = "#E4E6E9"
ink    = "#1D2730"

set encoding utf8
set datafile separator tab
set datafile columnheaders
unset border
unset key
unset xtics
unset ytics
set style fill solid noborder
set bars 0
set tmargin at screen 1 - 84.0/331
set bmargin at screen 3.0/331
set lmargin at screen 60.0/720
set rmargin at screen 590.0/720
set yrange [-20.5:111]

# Texts above the chart, and what has one value: the mean, the last figure and where it is.
place = ""; question = ""; about = ""; notice = ""; mean = NaN; last = NaN; last_x = NaN
take(row, text) = row eq 'place' ? (place = text, 0) : row eq 'question' ? (question = text, 0) : \
                  row eq 'about' ? (about = text, 0) : row eq 'notice' ? (notice = text, 0) : 0
keep(row, share, x) = row eq 'mean' ? (mean = share, 0) : \
                      x == x && share == share ? (last = share, last_x = x, 0) : 0
number(column_name) = strlen(strcol(column_name)) ? column(column_name) : NaN
stats table using (take(strcol('row'), strcol('text'))) nooutput
stats table using (keep(strcol('row'), number('share') * 100, number('x'))) nooutput
stats table using (number('x')) nooutput
most = STATS_max
begin = 0.3
end = most + 0.7
half = 0.34 * (most < 25 ? (most + 5) / 30 : 1)
set xrange [begin:end]

# The mean's label gives way to the last figure's.
apart = 9
mean_y = mean != mean || last != last || abs(mean - last) >= apart ? mean : \
         last >= mean && last > apart ? last - apart : last + apart

set label 1 place at screen 6.0/720, screen 1 - 18.0/331 left tc rgb blue font ",16"
set label 2 question at screen 6.0/720, screen 1 - 39.0/331 left font ",13"
set label 3 about at screen 6.0/720, screen 1 - 56.0/331 left tc rgb dark font ",10"
set label 4 notice at screen 6.0/720, screen 1 - 70.0/331 left tc rgb orange font ",10"

do for [y = 0:100:25] {
    set arrow from graph 0, first y to graph 1, first y nohead back lw (y == 0 ? 1.2 : 0.6) lc rgb (y == 0 ? grey : hair)
}

# A value where a row says so, else none: a gap is never joined.
share(where) = where ? number('share') * 100 : NaN
is(state)    = strcol('state') eq state
level(where, y) = where ? y : NaN
edge(side)   = number('x') + side * number('width') / 2

set output name.'.'.format
plot table using (level(is('closed'), number('x'))):(0):(edge(-1)):(edge(1)):(0):(100) with boxxyerror lc rgb shut, \
     '' using (number('x')):(0):(number('x')-half*number('width')):(number('x')+half*number('width')):(number('low')*100):(number('high')*100) with boxxyerror lc rgb pale, \
     '' using (edge(-1)):(number('line')*100):(number('width')):(0) with vectors nohead lw 1 dt (6,4) lc rgb grey, \
     '' using (edge(-1)):(level(strcol('trial') eq '', number('limit_low')*100)):(number('width')):(0) with vectors nohead lw 1 lc rgb grey, \
     '' using (edge(-1)):(level(strcol('trial') eq '', number('limit_high')*100)):(number('width')):(0) with vectors nohead lw 1 lc rgb grey, \
     '' using (edge(-1)):(level(strcol('trial') ne '', number('limit_low')*100)):(number('width')):(0) with vectors nohead lw 1 dt (4,6) lc rgb grey, \
     '' using (edge(-1)):(level(strcol('trial') ne '', number('limit_high')*100)):(number('width')):(0) with vectors nohead lw 1 dt (4,6) lc rgb grey, \
     '' using (edge(-1)):(number('change')*0):(0):(104) with vectors nohead lw 1 lc rgb ink, \
     '' using (edge(-1)):(107):(strcol('change')) with labels center tc rgb ink font ",12", \
     '' using (number('x')):(share(strcol('row') ne 'session')) with lines lw 1.8 lc rgb blue, \
     '' using (number('x')):(level(is('withheld'), 4)) with points pt 7 ps 0.5 lc rgb grey, \
     '' using (number('x')):(level(is('empty'), 4)) with points pt 6 ps 0.5 lc rgb grey, \
     '' using (number('x')):(share(strcol('few') eq '')) with points pt 7 ps 0.62 lc rgb blue, \
     '' using (number('x')):(share(strcol('few') ne '')) with points pt 7 ps 0.66 lc rgb "white", \
     '' using (number('x')):(share(strcol('few') ne '')) with points pt 6 ps 0.62 lc rgb blue, \
     '' using (number('x')):(share(strcol('signal') eq 'below')) with points pt 13 ps 1.15 lc rgb orange, \
     '' using (number('x')):(share(strcol('signal') eq 'above')) with points pt 13 ps 1.15 lc rgb blue, \
     '' using (number('x')):(share(strcol('signal') ne '' && strcol('few') ne '')) with points pt 13 ps 0.66 lc rgb "white", \
     '' using (number('x')):(share(number('x') == last_x)) with points pt 6 ps 1.1 lc rgb blue, \
     '' using (end):(share(number('x') == last_x)):(strcol('text')) with labels left offset 0.9,0 tc rgb blue font ",15", \
     '' using (end):(level(strcol('row') eq 'mean', mean_y)):(strcol('text')) with labels left offset 0.9,0 tc rgb grey font ",12", \
     '' using (begin):(share(strcol('row') eq 'axis')):(strcol('text')) with labels right offset -0.8,0 tc rgb grey font ",12", \
     '' using (number('x')):(-7.5):(strcol('month')) with labels center tc rgb grey font ",10", \
     '' using (number('x')):(-15.8):(strcol('year')) with labels center tc rgb grey font ",10"
unset output
