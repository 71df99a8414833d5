/* Fixture: the second function named "sorted", of another size. */
#include "shelf.h"

static __attribute__((noinline)) int sorted(int count)
{
	return count * sink;
}

int books(int count)
{
	sink += 3;
	return sorted(count) + page(count);
}
