package chance

// Noise returns a number of a normal distribution around zero, with a deviation of sigma, that belongs to a key and a
// place: the same two give the same number for ever, and asking for one moves no stream. It is how a quantity that is
// read at any instant is noisy at each and costs nothing while nobody reads it. It is the sum of twelve evenly spread
// numbers: nothing is further from zero than six deviations. A sigma is up to 2^40.
func Noise(key uint64, place int64, sigma int64) int64 {
	const each, mean = 1 << 16, 12 * (1<<16 - 1) / 2
	var sum int64
	x := key ^ uint64(place)*0x9E3779B97F4A7C15
	for range 3 {
		x += 0x9E3779B97F4A7C15
		for z := mixed(x); z != 0; z >>= 16 {
			sum += int64(z & (each - 1))
		}
	}
	n := (sum - mean) * sigma
	if n < 0 {
		return -((-n + each/2) / each)
	}
	return (n + each/2) / each
}

// mixed spreads every bit of x over all of them (the finaliser of splitmix64, public domain).
func mixed(x uint64) uint64 {
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}
