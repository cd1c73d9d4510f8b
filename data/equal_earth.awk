# awk -F, -v OFS=, -f equal_earth.awk: adds x and y in km to rows of name, country, latitude, longitude
# (degrees). Equal Earth projection (Savric, Patterson and Jenny 2018) of a sphere with the area of the
# Earth; areas keep their ratios.
function asin(v) { return atan2(v, sqrt(1 - v * v)) }
NR == 1 { print $0, "x_km", "y_km"; next }
{
    degree = atan2(0, -1) / 180
    radius = 6371.0072
    t = asin(sqrt(3) / 2 * sin($3 * degree))
    t2 = t * t
    t6 = t2 * t2 * t2
    slope = 1.340264 - 3 * 0.081106 * t2 + t6 * (7 * 0.000893 + 9 * 0.003796 * t2)
    x = 2 * sqrt(3) / 3 * $4 * degree * cos(t) / slope
    y = t * (1.340264 - 0.081106 * t2 + t6 * (0.000893 + 0.003796 * t2))
    printf "%s,%.1f,%.1f\n", $0, radius * x, radius * y
}
