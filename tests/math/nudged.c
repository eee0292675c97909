/* The functions of the system's math library, each with the third bit from the end of its result flipped: some four units in
 * the last place. Other libraries differ by less, but then it takes many documents to see it. Results that are exact on every
 * machine (sqrt, fma, rounding) are left alone. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double nudge(double result) {
    uint64_t bits;
    memcpy(&bits, &result, sizeof bits);
    if ((bits << 1) != 0 && (bits >> 52 & 0x7ff) != 0x7ff) bits ^= 4;
    memcpy(&result, &bits, sizeof bits);
    return result;
}

static float nudgef(float result) {
    uint32_t bits;
    memcpy(&bits, &result, sizeof bits);
    if ((bits << 1) != 0 && (bits >> 23 & 0xff) != 0xff) bits ^= 4;
    memcpy(&result, &bits, sizeof bits);
    return result;
}

static void *original(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    if (!found) abort();
    return found;
}

#define OF_ONE(name)                                                                       \
    double name(double x) { return nudge(((double (*)(double))original(#name))(x)); }      \
    float name##f(float x) { return nudgef(((float (*)(float))original(#name "f"))(x)); }

#define OF_TWO(name)                                                                                              \
    double name(double x, double y) { return nudge(((double (*)(double, double))original(#name))(x, y)); }        \
    float name##f(float x, float y) { return nudgef(((float (*)(float, float))original(#name "f"))(x, y)); }

OF_ONE(exp) OF_ONE(exp2) OF_ONE(exp10) OF_ONE(expm1)
OF_ONE(log) OF_ONE(log2) OF_ONE(log10) OF_ONE(log1p)
OF_ONE(sin) OF_ONE(cos) OF_ONE(tan) OF_ONE(asin) OF_ONE(acos) OF_ONE(atan)
OF_ONE(sinh) OF_ONE(cosh) OF_ONE(tanh) OF_ONE(asinh) OF_ONE(acosh) OF_ONE(atanh)
OF_ONE(cbrt) OF_ONE(erf) OF_ONE(erfc) OF_ONE(tgamma) OF_ONE(lgamma)
OF_TWO(pow) OF_TWO(atan2) OF_TWO(hypot)

/* Shows the test that the library was loaded. */
__attribute__((constructor)) static void loaded(void) {
    const char *path = getenv("NUDGED_LOADED");
    FILE *file = path ? fopen(path, "w") : NULL;
    if (file) fclose(file);
}
