echo
echo 'geom: exact computational geometry in the plane'
show 'geom demo robustness'
capitals='-t, --header -k x_km -k y_km --id name capitals.csv'
export capitals
show 'geom hull $capitals'
show 'geom diameter $capitals'
show 'geom closest $capitals'
show 'geom emst $capitals | head -3'
show 'geom voronoi $capitals --to geojson | head -2 | cut -c 1-100'
show 'geom hull $capitals --to wkt >/tmp/hull.$$; geom draw --braille -t, --header -k x_km -k y_km capitals.csv /tmp/hull.$$; rm /tmp/hull.$$'
show 'geom draw -t, --header -k x_km -k y_km --label name capitals.csv -q | grep -o "<text.*</text>" | head -3'
