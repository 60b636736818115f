package strict

import "strings"

// Suggest returns the word of known that was probably meant by word, or "" when
// none is near: at most a third of its letters (at least one) added, left out,
// changed or swapped with a neighbour. Capitals and underscores for hyphens
// count for nothing. Of equally near words the first wins.
func Suggest(word string, known []string) string {
	best, nearest := "", -1
	from := foldWord(word)
	for _, k := range known {
		to := foldWord(k)
		limit := max(len(to)/3, 1)
		if len(from)-len(to) > limit || len(to)-len(from) > limit {
			continue
		}
		d := distance(from, to)
		if d > limit || d >= len(to) && d > 0 {
			continue
		}
		if nearest < 0 || d < nearest {
			best, nearest = k, d
		}
	}
	return best
}

func foldWord(word string) []rune {
	return []rune(strings.ReplaceAll(strings.ToLower(word), "_", "-"))
}

// distance is the optimal string alignment distance of Damerau and Levenshtein.
func distance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
