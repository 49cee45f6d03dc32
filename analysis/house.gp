# house.gp: how sortie's charts look. Constant: it names data files and the tokens of
# labels, never a text of anybody; analysis/plot.c writes the data and puts the texts, and
# says how many charts of each kind there are (wide_charts, small_charts, funnel_charts).
# A chart has a file of its own, since each line of a plot reads its file from the start.

blue   = "#12436D"
pale   = "#C5D5E3"
orange = "#F46A25"
grey   = "#767C82"
hair   = "#DCE0E4"
shut   = "#E4E6E9"
ink    = "#1D2730"

set encoding utf8
unset border
unset key
unset xtics
unset ytics
set style fill solid noborder
set tmargin 0
set bmargin 0
set bars 0

# One value a period: interval, line, dot or diamond (hollow when n is small), gaps. Columns: 1 its
# middle, 2 line, 3-4 interval, 5 dot, 6 hollow dot, 7 closed, 8 withheld, 9 empty,
# 10 last dot, 11 last label, 12 tick label, 13 mean, 14 height of the mean's label,
# 15 mean's label, 16 year's tick, 17 height of the last label, 18-19 usual range, 20-21 the
# same on trial, 22 unusual below, 23 unusual above, 24 changed, 25 label of the change, 26 its width.

set terminal svg size 720,266 noenhanced font "DejaVu Sans,sans-serif,12" rounded
set lmargin at screen 48.0/720
set rmargin at screen 610.0/720
set yrange [-19:111]
do for [i = 1:wide_charts] {
    data = sprintf('wide-%d.dat', i)
    stats data using 1 nooutput
    set xrange [-0.7:STATS_max + 0.7]
    half = 0.34 * (STATS_max < 24 ? (STATS_max + 6) / 30 : 1)
    unset arrow
    do for [y = 0:100:25] {
        set arrow from graph 0, first y to graph 1, first y nohead back lw (y == 0 ? 1.2 : 0.6) lc rgb (y == 0 ? grey : hair)
    }
    set label 1 'y100' at graph 0, first 100 right offset -0.8,0 tc rgb grey font ",12"
    set label 2 'y50' at graph 0, first 50 right offset -0.8,0 tc rgb grey font ",12"
    set label 3 'y0' at graph 0, first 0 right offset -0.8,0 tc rgb grey font ",12"
    set output sprintf('wide-%d.svg', i)
    plot data using 1:7:($1-0.5*$26):($1+0.5*$26):(0):7 with boxxyerror lc rgb shut, \
         '' using 1:4:($1-half*$26):($1+half*$26):3:4 with boxxyerror lc rgb pale, \
         '' using ($1-0.5*$26):13:26:(0) with vectors nohead lw 1 dt (6,4) lc rgb grey, \
         '' using ($1-0.5*$26):18:26:(0) with vectors nohead lw 1 lc rgb grey, \
         '' using ($1-0.5*$26):19:26:(0) with vectors nohead lw 1 lc rgb grey, \
         '' using ($1-0.5*$26):20:26:(0) with vectors nohead lw 1 dt (4,6) lc rgb grey, \
         '' using ($1-0.5*$26):21:26:(0) with vectors nohead lw 1 dt (4,6) lc rgb grey, \
         '' using ($1-0.5*$26):($24*0):(0):(104) with vectors nohead lw 1 lc rgb ink, \
         '' using ($1-0.5*$26):(107):(strcol(25)) with labels center tc rgb ink font ",12", \
         '' using 1:2 with lines lw 1.8 lc rgb blue, \
         '' using 1:($8+4) with points pt 7 ps 0.5 lc rgb grey, \
         '' using 1:($9+4) with points pt 6 ps 0.5 lc rgb grey, \
         '' using 1:5 with points pt 7 ps 0.62 lc rgb blue, \
         '' using 1:6 with points pt 7 ps 0.66 lc rgb "white", \
         '' using 1:6 with points pt 6 ps 0.62 lc rgb blue, \
         '' using 1:22 with points pt 13 ps 1.15 lc rgb orange, \
         '' using 1:23 with points pt 13 ps 1.15 lc rgb blue, \
         '' using 1:($22+0*$6) with points pt 13 ps 0.66 lc rgb "white", \
         '' using 1:($23+0*$6) with points pt 13 ps 0.66 lc rgb "white", \
         '' using 1:10 with points pt 6 ps 1.1 lc rgb blue, \
         '' using (STATS_max + 0.7):17:(strcol(11)) with labels left offset 0.9,0 tc rgb blue font ",15", \
         '' using (STATS_max + 0.7):14:(strcol(15)) with labels left offset 0.9,0 tc rgb grey font ",12", \
         '' using 1:(-7.5):(strcol(12)) with labels center tc rgb grey font ",12", \
         '' using 1:(-14.6):(strcol(16)) with labels center tc rgb grey font ",12"
}

# The same, small: a card of the first page.

reset
set encoding utf8
unset border
unset key
unset xtics
unset ytics
set style fill solid noborder
set tmargin 0
set bmargin 0
set terminal svg size 320,96 noenhanced font "DejaVu Sans,sans-serif,12" rounded
set lmargin at screen 4.0/320
set rmargin at screen 316.0/320
set yrange [-8:108]
do for [i = 1:small_charts] {
    data = sprintf('small-%d.dat', i)
    stats data using 1 nooutput
    set xrange [-0.7:STATS_max + 0.7]
    half = 0.36 * (STATS_max < 24 ? (STATS_max + 6) / 30 : 1)
    unset arrow
    do for [y = 0:100:50] {
        set arrow from graph 0, first y to graph 1, first y nohead back lw (y == 0 ? 1 : 0.6) lc rgb (y == 0 ? grey : hair)
    }
    set output sprintf('small-%d.svg', i)
    plot data using 1:7:($1-0.5*$26):($1+0.5*$26):(0):7 with boxxyerror lc rgb shut, \
         '' using 1:4:($1-half*$26):($1+half*$26):3:4 with boxxyerror lc rgb pale, \
         '' using 1:2 with lines lw 1.5 lc rgb blue, \
         '' using 1:8 with points pt 7 ps 0.22 lc rgb grey, \
         '' using 1:9 with points pt 6 ps 0.22 lc rgb grey, \
         '' using 1:5 with points pt 7 ps 0.34 lc rgb blue, \
         '' using 1:6 with points pt 7 ps 0.38 lc rgb "white", \
         '' using 1:6 with points pt 6 ps 0.34 lc rgb blue, \
         '' using 1:22 with points pt 13 ps 0.8 lc rgb orange, \
         '' using 1:23 with points pt 13 ps 0.8 lc rgb blue, \
         '' using 1:($22+0*$6) with points pt 13 ps 0.42 lc rgb "white", \
         '' using 1:($23+0*$6) with points pt 13 ps 0.42 lc rgb "white", \
         '' using 1:10 with points pt 6 ps 0.75 lc rgb blue
}

# A funnel: for each chart two blocks. First the limits: 1 n, 2 line, 3-4 at 95 %, 5-6 at
# 99.8 %, 7 height of a label at the end, 8 that label. Then the units: 1 n, 2 share inside
# the limits, 3 share outside, 4-5 place of the label, 6 label, 7 tick, 8 tick label.

reset
set encoding utf8
unset border
unset key
unset xtics
unset ytics
set style fill solid noborder
set tmargin 0
set bmargin 0
set terminal svg size 720,380 noenhanced font "DejaVu Sans,sans-serif,12" rounded
set lmargin at screen 48.0/720
set rmargin at screen 620.0/720
set yrange [-9:103]
do for [i = 1:funnel_charts] {
    data = sprintf('funnel-%d.dat', i)
    set xrange [*:*]
    stats data index 0 using 1:2 nooutput
    set xrange [0:STATS_max_x]
    unset arrow
    do for [y = 0:100:25] {
        set arrow from graph 0, first y to graph 1, first y nohead back lw (y == 0 ? 1.2 : 0.6) lc rgb (y == 0 ? grey : hair)
    }
    set label 1 'y100' at graph 0, first 100 right offset -0.8,0 tc rgb grey font ",12"
    set label 2 'y50' at graph 0, first 50 right offset -0.8,0 tc rgb grey font ",12"
    set label 3 'y0' at graph 0, first 0 right offset -0.8,0 tc rgb grey font ",12"
    set output sprintf('funnel-%d.svg', i)
    plot data index 0 using 1:5:6 with filledcurves lc rgb "#EEF2F6", \
         '' index 0 using 1:3:4 with filledcurves lc rgb "#DCE5ED", \
         '' index 0 using 1:2 with lines lw 1 dt (6,4) lc rgb grey, \
         '' index 1 using 1:2 with points pt 7 ps 0.7 lc rgb blue, \
         '' index 1 using 1:3 with points pt 7 ps 0.8 lc rgb orange, \
         '' index 1 using 4:5:(strcol(6)) with labels left offset 0.8,0 tc rgb blue font ",12", \
         '' index 1 using 7:(-6):(strcol(8)) with labels center tc rgb grey font ",12", \
         '' index 0 using 1:7:(strcol(8)) with labels left offset 0.8,0 tc rgb grey font ",12"
}
