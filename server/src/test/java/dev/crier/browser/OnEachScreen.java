package dev.crier.browser;

import dev.crier.browser.Browsing.Screen;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What people do on pages, done at a desk and on a phone: the class is run once for each [Screen], which its
/// constructor takes.
@ParameterizedClass
@EnumSource(Screen.class)
@ExtendWith(Desk.TidyUp.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface OnEachScreen {}
